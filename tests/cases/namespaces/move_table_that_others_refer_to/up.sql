-- rename_orders_to_billing_orders
ALTER TABLE orders SET SCHEMA billing;

-- alter_view_order_ids
CREATE OR REPLACE VIEW order_ids AS
SELECT id FROM billing.orders;
