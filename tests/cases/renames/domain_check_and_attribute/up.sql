-- alter_composite_type_pair
DROP TYPE pair;
ALTER DOMAIN quantity RENAME CONSTRAINT positive TO quantity_positive;
CREATE TYPE pair AS (x integer, b text);
