-- drop_capitals
CREATE TABLE capitals (
    country text NOT NULL
) INHERITS (cities);

-- create_towns
DROP TABLE towns;
