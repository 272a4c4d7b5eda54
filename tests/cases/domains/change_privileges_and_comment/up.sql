-- alter_domain_quantity
COMMENT ON DOMAIN quantity IS 'new';
REVOKE USAGE ON DOMAIN quantity FROM fluent_test_reader, PUBLIC;
