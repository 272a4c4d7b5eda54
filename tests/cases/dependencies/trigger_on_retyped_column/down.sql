-- users_alter_column_age
DROP TRIGGER touch ON users;
ALTER TABLE users ALTER COLUMN age TYPE integer;
CREATE TRIGGER touch
    BEFORE UPDATE OF age ON users
    FOR EACH ROW
    WHEN (NEW.age > 5)
    EXECUTE FUNCTION touch();
ALTER TABLE users ENABLE ALWAYS TRIGGER touch;
COMMENT ON TRIGGER touch ON users IS 'kept';
