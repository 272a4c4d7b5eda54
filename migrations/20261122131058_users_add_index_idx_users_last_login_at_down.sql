-- Rollback: 20261122131058_users_add_index_idx_users_last_login_at.sql

DROP INDEX idx_users_last_login_at;
