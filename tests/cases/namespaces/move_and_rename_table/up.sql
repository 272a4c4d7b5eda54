-- rename_orders_to_billing_invoices
ALTER TABLE orders SET SCHEMA billing;
ALTER TABLE billing.orders RENAME TO invoices;
ALTER TABLE billing.invoices RENAME CONSTRAINT orders_pkey TO invoices_pkey;
