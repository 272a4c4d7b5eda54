-- alter_composite_type_address
DROP TYPE address;
CREATE TYPE address AS (street text, city text);
COMMENT ON TYPE address IS 'where';
