-- people_alter_trigger_touch
CREATE OR REPLACE TRIGGER touch
    BEFORE UPDATE OF name ON people
    FOR EACH ROW
    WHEN (NEW.name <> '')
    EXECUTE FUNCTION touch();

-- people_rename_column_name_to_title
ALTER TABLE people RENAME CONSTRAINT people_pkey TO users_pkey;
ALTER TABLE people RENAME COLUMN title TO name;

-- rename_users_to_people
ALTER TABLE people RENAME TO users;
