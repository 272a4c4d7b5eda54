-- users_create_trigger_count_rows
CREATE TRIGGER count_rows
    AFTER UPDATE ON users
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT
    EXECUTE FUNCTION count_rows();

-- users_create_trigger_emptied
CREATE TRIGGER emptied AFTER TRUNCATE ON users FOR EACH STATEMENT EXECUTE FUNCTION count_rows();
