-- rename_orders_to_billing_invoices
ALTER TABLE billing.invoices RENAME CONSTRAINT invoices_pkey TO orders_pkey;
ALTER TABLE billing.invoices SET SCHEMA public;
ALTER TABLE invoices RENAME TO orders;
