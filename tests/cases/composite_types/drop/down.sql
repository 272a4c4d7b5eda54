-- drop_composite_type_address
CREATE TYPE address AS (street text, city text);
COMMENT ON COLUMN address.city IS 'old';
