-- alter_namespace_billing
COMMENT ON SCHEMA billing IS 'old';
