-- drop_namespace_billing
DROP SCHEMA billing;
