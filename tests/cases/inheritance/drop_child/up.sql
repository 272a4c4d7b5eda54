-- create_towns
-- Down: loses every row of towns
CREATE TABLE towns () INHERITS (cities);

-- drop_capitals
-- Hazard: loses every row of capitals
-- Down: capitals comes back empty
DROP TABLE capitals;
