-- users_drop_fk_boss
ALTER TABLE users DROP CONSTRAINT fk_users_boss;

-- users_drop_column_boss_id
-- Hazard: loses data in users.boss_id
-- Down: users.boss_id comes back empty
ALTER TABLE users DROP COLUMN boss_id;
