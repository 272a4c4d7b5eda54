-- posts_add_fk_author
-- Hazard: fails while posts.author_id holds keys that users lacks
ALTER TABLE posts
    ADD CONSTRAINT fk_posts_author FOREIGN KEY (author_id) REFERENCES users (id) MATCH FULL
        ON DELETE SET NULL ON UPDATE RESTRICT DEFERRABLE INITIALLY DEFERRED;
COMMENT ON CONSTRAINT fk_posts_author ON posts IS 'who';
