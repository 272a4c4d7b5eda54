-- rename_users_to_people
ALTER TABLE users RENAME TO people;

-- people_rename_column_name_to_title
ALTER TABLE people RENAME COLUMN name TO title;
ALTER TABLE people RENAME CONSTRAINT users_pkey TO people_pkey;

-- people_alter_trigger_touch
CREATE OR REPLACE TRIGGER touch
    BEFORE UPDATE OF title ON people
    FOR EACH ROW
    WHEN (NEW.title <> '')
    EXECUTE FUNCTION touch();
