-- users_alter_column_age
-- Hazard: rewrites users under an exclusive lock
-- Hazard: loses data in users.old
-- Down: fails where users.age is out of range for integer
-- Down: users.old comes back empty
DROP PUBLICATION changes;
ALTER TABLE users ALTER COLUMN age TYPE bigint;
ALTER TABLE users DROP COLUMN old;
CREATE PUBLICATION changes FOR TABLE users (id, age) WHERE (id > 5);
