-- alter_namespace_public
REVOKE USAGE ON SCHEMA public FROM PUBLIC;
