-- users_rename_column_name_to_title
DROP STATISTICS users_stats;
ALTER TABLE users RENAME COLUMN name TO title;
ALTER POLICY own ON users USING (title = current_user);
CREATE OR REPLACE TRIGGER touch
    BEFORE UPDATE OF title ON users
    FOR EACH ROW
    WHEN (OLD.title <> NEW.title)
    EXECUTE FUNCTION touch();
CREATE STATISTICS users_stats ON id, title, (lower(title)) FROM users;
