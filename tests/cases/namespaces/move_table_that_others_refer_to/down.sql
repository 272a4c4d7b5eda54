-- alter_view_order_ids
CREATE OR REPLACE VIEW order_ids AS
SELECT id FROM orders;

-- rename_orders_to_billing_orders
ALTER TABLE billing.orders SET SCHEMA public;
