-- users_add_index_idx_n
DROP INDEX idx_n;

-- users_add_check_users_n_check
ALTER TABLE users DROP CONSTRAINT users_n_check;

-- users_alter_column_n
ALTER TABLE users ALTER COLUMN n TYPE integer USING n::integer;

-- users_drop_check_users_n_check
ALTER TABLE users ADD CONSTRAINT users_n_check CHECK (n > 0);

-- users_drop_index_idx_n
CREATE INDEX idx_n ON users (n) WHERE n > 5;
