-- users_drop_column_visits
ALTER TABLE users ADD COLUMN visits integer NOT NULL DEFAULT 7;
