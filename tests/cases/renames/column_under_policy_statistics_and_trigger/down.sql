-- users_rename_column_name_to_title
DROP STATISTICS users_stats;
CREATE OR REPLACE TRIGGER touch
    BEFORE UPDATE OF name ON users
    FOR EACH ROW
    WHEN (OLD.name <> NEW.name)
    EXECUTE FUNCTION touch();
ALTER POLICY own ON users USING (name = current_user);
ALTER TABLE users RENAME COLUMN title TO name;
CREATE STATISTICS users_stats ON id, name, (lower(name)) FROM users;
