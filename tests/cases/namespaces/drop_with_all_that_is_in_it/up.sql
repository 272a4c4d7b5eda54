-- drop_function_billing_total
DROP FUNCTION billing.total(integer);

-- drop_view_billing_open
DROP VIEW billing.open;

-- drop_billing_invoices
-- Hazard: loses every row of billing.invoices
-- Down: billing.invoices comes back empty
DROP TABLE billing.invoices;

-- drop_enum_billing_state
DROP TYPE billing.state;

-- drop_namespace_billing
DROP SCHEMA billing;
