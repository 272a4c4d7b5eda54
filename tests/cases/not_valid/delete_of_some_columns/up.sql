-- posts_add_fk_posts_user
-- Hazard: fails while posts (tenant, user_id) holds keys that users lacks
ALTER TABLE posts
    ADD CONSTRAINT fk_posts_posts_user FOREIGN KEY (tenant, user_id) REFERENCES users (tenant, id)
        ON DELETE SET NULL (user_id) ON UPDATE NO ACTION;
