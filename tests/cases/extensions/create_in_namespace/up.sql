-- create_extension_pg_trgm
CREATE EXTENSION pg_trgm SCHEMA extensions;

-- users_add_index_users_name_like
CREATE INDEX users_name_like ON users USING gin (name extensions.gin_trgm_ops);
