-- posts_add_fk_user
-- Hazard: fails while posts (a, b) holds keys that users lacks
ALTER TABLE posts
    ADD CONSTRAINT fk_posts_user FOREIGN KEY (a, b) REFERENCES users (a, b)
        ON DELETE NO ACTION ON UPDATE NO ACTION;
