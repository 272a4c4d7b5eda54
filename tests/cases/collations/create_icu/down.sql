-- create_people
DROP TABLE people;

-- create_collation_german
DROP COLLATION german;
