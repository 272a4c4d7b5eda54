-- alter_namespace_public
COMMENT ON SCHEMA public IS 'ours';
