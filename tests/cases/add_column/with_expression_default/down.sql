-- users_add_column_seen_at
ALTER TABLE users DROP COLUMN seen_at;
