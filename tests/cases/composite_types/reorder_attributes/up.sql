-- alter_composite_type_address
DROP TYPE address;
CREATE TYPE address AS (city text, street text);
COMMENT ON TYPE address IS 'where';
