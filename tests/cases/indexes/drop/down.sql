-- users_drop_index_by_email
CREATE INDEX by_email ON users (email) WHERE id > 5;
COMMENT ON INDEX by_email IS 'x';
