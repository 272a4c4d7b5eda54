-- rename_orders_to_billing_orders
ALTER TABLE orders SET SCHEMA billing;
