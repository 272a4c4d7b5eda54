-- create_composite_type_shop_place
CREATE TYPE shop.place AS (street text);
COMMENT ON TYPE shop.place IS 'where';

-- users_alter_column_home
-- Hazard: fails where users.home does not read as shop.place
-- Hazard: rewrites users under an exclusive lock
-- Down: fails where users.home does not read as address
ALTER TABLE users ALTER COLUMN home TYPE shop.place USING home::text::shop.place;

-- drop_composite_type_address
DROP TYPE address;
