-- users_rename_trigger_touch_to_touched
ALTER TRIGGER touch ON users RENAME TO touched;

-- users_alter_trigger_touched
COMMENT ON TRIGGER touched ON users IS 'new';
