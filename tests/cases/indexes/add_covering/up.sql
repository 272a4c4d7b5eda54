-- users_add_index_by_email
CREATE INDEX by_email ON users (email COLLATE "C") INCLUDE (id, data) WITH (fillfactor = 70);
COMMENT ON INDEX by_email IS 'covers the list page';
