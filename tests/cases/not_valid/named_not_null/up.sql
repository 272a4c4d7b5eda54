-- users_alter_column_city
ALTER TABLE users RENAME CONSTRAINT users_city_not_null TO users_live_somewhere;

-- users_alter_column_name
-- Hazard: fails where the backfill of users.name gives NULL
-- Down: rows that held NULL in users.name keep their backfill
UPDATE users SET name = '' WHERE name IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE users ADD CONSTRAINT users_have_names NOT NULL name;
COMMENT ON CONSTRAINT users_have_names ON users IS 'all of them';
