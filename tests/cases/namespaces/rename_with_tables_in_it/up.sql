-- rename_namespace_billing_to_accounting
ALTER SCHEMA billing RENAME TO accounting;
