-- alter_namespace_billing
COMMENT ON SCHEMA billing IS 'it''s old';
