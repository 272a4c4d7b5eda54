-- posts_add_fk_user
ALTER TABLE posts DROP CONSTRAINT fk_posts_user;

-- posts_alter_column_user_code
ALTER TABLE posts ALTER COLUMN user_code TYPE text;

-- users_alter_column_code
ALTER TABLE users ALTER COLUMN code TYPE text;

-- posts_drop_fk_user
ALTER TABLE posts
    ADD CONSTRAINT fk_posts_user FOREIGN KEY (user_code) REFERENCES users (code)
        ON DELETE NO ACTION ON UPDATE NO ACTION;
