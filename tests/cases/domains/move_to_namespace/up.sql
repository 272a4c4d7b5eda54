-- create_domain_shop_quantity
CREATE DOMAIN shop.quantity AS integer;

-- items_alter_column_quantity
-- Hazard: fails where items.quantity does not read as shop.quantity
-- Hazard: rewrites items under an exclusive lock
-- Down: fails where items.quantity does not read as quantity
ALTER TABLE items ALTER COLUMN quantity TYPE shop.quantity USING quantity::text::shop.quantity;

-- drop_domain_quantity
DROP DOMAIN quantity;
