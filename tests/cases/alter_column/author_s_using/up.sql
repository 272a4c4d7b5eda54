-- users_alter_column_s
-- Hazard: rewrites users under an exclusive lock
-- Down: users.s comes back as text from what USING made of it
ALTER TABLE users ALTER COLUMN s TYPE integer USING length(s);
