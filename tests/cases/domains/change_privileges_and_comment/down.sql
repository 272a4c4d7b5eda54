-- alter_domain_quantity
COMMENT ON DOMAIN quantity IS 'old';
GRANT USAGE ON DOMAIN quantity TO PUBLIC, fluent_test_reader;
