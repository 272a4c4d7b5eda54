-- users_alter_column_age
DROP FUNCTION ages();
ALTER TABLE users ALTER COLUMN age TYPE integer;
CREATE FUNCTION ages()
RETURNS bigint
LANGUAGE sql
RETURN (SELECT count(age) FROM users);
COMMENT ON FUNCTION ages() IS 'kept';
