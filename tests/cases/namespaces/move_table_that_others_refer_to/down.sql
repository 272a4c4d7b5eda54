-- rename_orders_to_billing_orders
ALTER TABLE billing.orders SET SCHEMA public;
