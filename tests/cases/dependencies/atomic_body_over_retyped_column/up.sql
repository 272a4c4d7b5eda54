-- users_alter_column_age
-- Hazard: rewrites users under an exclusive lock
-- Down: fails where users.age is out of range for integer
DROP FUNCTION ages();
ALTER TABLE users ALTER COLUMN age TYPE bigint;
CREATE FUNCTION ages()
RETURNS bigint
LANGUAGE sql
RETURN (SELECT count(age) FROM users);
COMMENT ON FUNCTION ages() IS 'kept';
