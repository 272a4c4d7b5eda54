-- drop_domain_quantity
CREATE DOMAIN quantity AS integer;

-- items_alter_column_quantity
ALTER TABLE items ALTER COLUMN quantity TYPE quantity USING quantity::text::quantity;

-- create_domain_shop_quantity
DROP DOMAIN shop.quantity;
