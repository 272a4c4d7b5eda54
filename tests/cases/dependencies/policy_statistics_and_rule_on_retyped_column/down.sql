-- users_alter_column_age
DROP RULE log ON users;
DROP STATISTICS users_ages;
DROP POLICY adults ON users;
ALTER TABLE users ALTER COLUMN age TYPE integer;
CREATE RULE log AS
ON UPDATE TO users WHERE OLD.age > 5 DO INSTEAD NOTHING;
COMMENT ON RULE log ON users IS 'kept';
CREATE STATISTICS users_ages ON id, age FROM users;
ALTER STATISTICS users_ages SET STATISTICS 5;
COMMENT ON STATISTICS users_ages IS 'kept';
CREATE POLICY adults ON users USING (age > 18);
COMMENT ON POLICY adults ON users IS 'kept';
