-- alter_namespace_public
COMMENT ON SCHEMA public IS NULL;
REVOKE USAGE ON SCHEMA public FROM PUBLIC;
