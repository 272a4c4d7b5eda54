-- posts_drop_fk_user
-- Down: fails while posts.user_code holds keys that users lacks
ALTER TABLE posts DROP CONSTRAINT fk_posts_user;

-- users_alter_column_code
-- Hazard: fails where users.code does not read as integer
-- Hazard: rewrites users under an exclusive lock
-- Down: users.code comes back as text from what integer kept of it
ALTER TABLE users ALTER COLUMN code TYPE integer USING code::integer;

-- posts_alter_column_user_code
-- Hazard: fails where posts.user_code does not read as integer
-- Hazard: rewrites posts under an exclusive lock
-- Down: posts.user_code comes back as text from what integer kept of it
ALTER TABLE posts ALTER COLUMN user_code TYPE integer USING user_code::integer;

-- posts_add_fk_user
-- Hazard: fails while posts.user_code holds keys that users lacks
ALTER TABLE posts
    ADD CONSTRAINT fk_posts_user FOREIGN KEY (user_code) REFERENCES users (code)
        ON DELETE NO ACTION ON UPDATE NO ACTION;
