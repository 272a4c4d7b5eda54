-- rename_function_touch_to_touched
ALTER FUNCTION touch() RENAME TO touched;

-- rename_function_rank_to_level_integer
ALTER FUNCTION rank(integer) RENAME TO level;

-- users_alter_column_size
ALTER TABLE users ALTER COLUMN size SET DEFAULT level(1);

-- users_alter_check_users_size
-- Hazard: fails while rows of users violate users_size
-- Down: fails while rows of users violate users_size
ALTER TABLE users DROP CONSTRAINT users_size;
ALTER TABLE users ADD CONSTRAINT users_size CHECK (level(size) > 0);

-- users_alter_index_users_rank
DROP INDEX users_rank;
CREATE INDEX users_rank ON users ((level(size)));

-- users_alter_trigger_touch
CREATE OR REPLACE TRIGGER touch BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION touched();
