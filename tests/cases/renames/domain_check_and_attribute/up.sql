-- alter_domain_quantity
DROP TYPE pair;
ALTER DOMAIN quantity RENAME CONSTRAINT positive TO quantity_positive;
CREATE TYPE pair AS (x integer, b text);
