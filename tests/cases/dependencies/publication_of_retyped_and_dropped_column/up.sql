-- alter_publication_changes
-- Hazard: rewrites users under an exclusive lock
-- Down: fails where users.age is out of range for integer
DROP PUBLICATION changes;
ALTER TABLE users ALTER COLUMN age TYPE bigint;
CREATE PUBLICATION changes FOR TABLE users (id, age) WHERE (id > 5);

-- users_drop_column_old
-- Hazard: loses data in users.old
-- Down: users.old comes back empty
ALTER TABLE users DROP COLUMN old;
