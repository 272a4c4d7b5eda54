-- alter_namespace_public
GRANT USAGE ON SCHEMA public TO PUBLIC;
