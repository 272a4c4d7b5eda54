-- users_add_index_users_name_like
DROP INDEX users_name_like;

-- create_extension_pg_trgm
DROP EXTENSION pg_trgm;
