-- orders_add_index_orders_code
DROP INDEX orders_code;

-- create_orders
DROP TABLE orders;

-- shipping_orders_add_index_orders_code
DROP INDEX shipping.orders_code;

-- create_shipping_orders
DROP TABLE shipping.orders;

-- billing_orders_add_column_note
ALTER TABLE billing.orders DROP COLUMN note;
