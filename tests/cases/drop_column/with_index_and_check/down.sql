-- users_drop_column_age
ALTER TABLE users ADD COLUMN age integer;

-- users_drop_check_users_age_check
ALTER TABLE users ADD CONSTRAINT users_age_check CHECK (age > 0);

-- users_drop_index_idx_users_age
CREATE INDEX idx_users_age ON users (age);
