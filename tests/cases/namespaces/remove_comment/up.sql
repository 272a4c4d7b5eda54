-- alter_namespace_billing
COMMENT ON SCHEMA billing IS NULL;
