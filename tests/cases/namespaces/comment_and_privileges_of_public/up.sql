-- alter_namespace_public
COMMENT ON SCHEMA public IS 'ours';
GRANT USAGE ON SCHEMA public TO PUBLIC;
