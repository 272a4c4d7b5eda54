-- posts_alter_fk_author
-- Hazard: fails while posts.author_id holds keys that users lacks
-- Down: fails while posts.author_id holds keys that users lacks
ALTER TABLE posts DROP CONSTRAINT fk_posts_author;
ALTER TABLE posts
    ADD CONSTRAINT fk_posts_author FOREIGN KEY (author_id) REFERENCES users (id)
        ON DELETE CASCADE ON UPDATE NO ACTION;
