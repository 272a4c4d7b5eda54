-- users_add_column_boss_id
-- Down: loses data in users.boss_id
ALTER TABLE users ADD COLUMN boss_id bigint;

-- users_add_fk_boss
ALTER TABLE users
    ADD CONSTRAINT fk_users_boss FOREIGN KEY (boss_id) REFERENCES users (id)
        ON DELETE SET NULL ON UPDATE NO ACTION;
