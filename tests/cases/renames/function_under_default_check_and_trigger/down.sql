-- users_alter_trigger_touch
CREATE OR REPLACE TRIGGER touch BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION touch();

-- users_alter_index_users_rank
DROP INDEX users_rank;
CREATE INDEX users_rank ON users ((rank(size)));

-- users_alter_check_users_size
ALTER TABLE users DROP CONSTRAINT users_size;
ALTER TABLE users ADD CONSTRAINT users_size CHECK (rank(size) > 0);

-- users_alter_column_size
ALTER TABLE users ALTER COLUMN size SET DEFAULT rank(1);

-- rename_function_rank_to_level_integer
ALTER FUNCTION level(integer) RENAME TO rank;

-- rename_function_touch_to_touched
ALTER FUNCTION touched() RENAME TO touch;
