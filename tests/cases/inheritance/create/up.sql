-- create_cities
-- Down: loses every row of cities
CREATE TABLE cities (
    name text NOT NULL,
    height integer,
    CONSTRAINT cities_named CHECK (name <> '')
);

-- create_capitals
-- Down: loses every row of capitals
CREATE TABLE capitals (
    country text NOT NULL
) INHERITS (cities);
