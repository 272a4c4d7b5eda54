-- users_add_column_name
-- Down: loses data in users.name
ALTER TABLE users ADD COLUMN name text;
UPDATE users SET name = ('user ' || id) WHERE name IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE users
    ALTER COLUMN name SET DEFAULT '',
    ALTER COLUMN name SET NOT NULL;
