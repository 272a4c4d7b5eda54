-- users_create_trigger_emptied
DROP TRIGGER emptied ON users;

-- users_create_trigger_count_rows
DROP TRIGGER count_rows ON users;
