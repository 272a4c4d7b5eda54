-- users_drop_trigger_touch
DROP TRIGGER touch ON users;

-- drop_function_touch
DROP FUNCTION touch();
