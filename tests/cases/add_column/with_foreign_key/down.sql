-- users_add_fk_boss
ALTER TABLE users DROP CONSTRAINT fk_users_boss;

-- users_add_column_boss_id
ALTER TABLE users DROP COLUMN boss_id;
