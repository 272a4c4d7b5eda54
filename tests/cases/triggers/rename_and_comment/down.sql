-- users_alter_trigger_touched
COMMENT ON TRIGGER touched ON users IS NULL;

-- users_rename_trigger_touch_to_touched
ALTER TRIGGER touched ON users RENAME TO touch;
