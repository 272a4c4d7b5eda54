-- users_add_column_seen_at
-- Down: loses data in users.seen_at
ALTER TABLE users
    ADD COLUMN seen_at timestamp with time zone NOT NULL DEFAULT (now() AT TIME ZONE 'UTC');
