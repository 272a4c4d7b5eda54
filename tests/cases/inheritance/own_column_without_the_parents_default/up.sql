-- create_places
-- Down: loses every row of places
CREATE TABLE places (
    name text NOT NULL DEFAULT 'somewhere',
    size integer NOT NULL DEFAULT 1
);

-- create_cities
-- Down: loses every row of cities
CREATE TABLE cities (
    name text NOT NULL,
    size integer NOT NULL DEFAULT 2
) INHERITS (places);
ALTER TABLE cities ALTER COLUMN name DROP DEFAULT;
