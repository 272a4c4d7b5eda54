-- users_add_column_age
-- Down: loses data in users.age
ALTER TABLE users ADD COLUMN age integer;

-- users_alter_column_name
ALTER TABLE users ALTER COLUMN name SET DEFAULT 'x';
