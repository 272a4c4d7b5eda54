-- users_add_index_by_data
CREATE INDEX by_data ON users USING gin (data jsonb_path_ops) WITH (fastupdate = false);
