-- drop_composite_type_address
CREATE TYPE address AS (street text);
COMMENT ON TYPE address IS 'where';

-- users_alter_column_home
ALTER TABLE users ALTER COLUMN home TYPE address USING home::text::address;

-- create_composite_type_shop_place
DROP TYPE shop.place;
