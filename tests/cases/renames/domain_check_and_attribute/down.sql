-- alter_composite_type_pair
DROP TYPE pair;
ALTER DOMAIN quantity RENAME CONSTRAINT quantity_positive TO positive;
CREATE TYPE pair AS (a integer, b text);
