-- users_alter_column_age
-- Hazard: rewrites users under an exclusive lock
-- Down: fails where users.age is out of range for integer
DROP TRIGGER touch ON users;
ALTER TABLE users ALTER COLUMN age TYPE bigint;
CREATE TRIGGER touch
    BEFORE UPDATE OF age ON users
    FOR EACH ROW
    WHEN (NEW.age > 5)
    EXECUTE FUNCTION touch();
ALTER TABLE users ENABLE ALWAYS TRIGGER touch;
COMMENT ON TRIGGER touch ON users IS 'kept';
