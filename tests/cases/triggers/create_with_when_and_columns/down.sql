-- users_create_trigger_touch
DROP TRIGGER touch ON users;
