-- rename_namespace_billing_to_accounting
ALTER SCHEMA accounting RENAME TO billing;
