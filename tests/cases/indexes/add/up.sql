-- users_add_index_idx_users_email
CREATE INDEX idx_users_email ON users (email);
