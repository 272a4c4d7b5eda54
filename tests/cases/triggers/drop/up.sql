-- users_drop_trigger_touch
DROP TRIGGER touch ON users;
