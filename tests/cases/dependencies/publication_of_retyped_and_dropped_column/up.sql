-- alter_publication_changes
ALTER PUBLICATION changes DROP TABLE users;

-- users_alter_column_age
-- Hazard: rewrites users under an exclusive lock
-- Down: fails where users.age is out of range for integer
ALTER TABLE users ALTER COLUMN age TYPE bigint;

-- users_drop_column_old
-- Hazard: loses data in users.old
-- Down: users.old comes back empty
ALTER TABLE users DROP COLUMN old;

-- alter_publication_changes
ALTER PUBLICATION changes ADD TABLE users (id, age) WHERE (id > 5);
