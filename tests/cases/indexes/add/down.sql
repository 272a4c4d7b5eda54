-- users_add_index_idx_users_email
DROP INDEX idx_users_email;
