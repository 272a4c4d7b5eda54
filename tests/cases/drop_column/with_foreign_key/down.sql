-- users_drop_column_boss_id
ALTER TABLE users ADD COLUMN boss_id bigint;

-- users_drop_fk_boss
ALTER TABLE users
    ADD CONSTRAINT fk_users_boss FOREIGN KEY (boss_id) REFERENCES users (id)
        ON DELETE NO ACTION ON UPDATE CASCADE;
