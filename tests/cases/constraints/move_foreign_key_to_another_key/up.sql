-- posts_add_column_author_key
-- Down: loses data in posts.author_key
ALTER TABLE posts ADD COLUMN author_key uuid;

-- posts_alter_fk_author
ALTER TABLE posts DROP CONSTRAINT fk_posts_author;
ALTER TABLE posts
    ADD CONSTRAINT fk_posts_author FOREIGN KEY (author_key) REFERENCES users (key)
        ON DELETE NO ACTION ON UPDATE NO ACTION;

-- posts_drop_column_author_id
-- Hazard: loses data in posts.author_id
-- Down: posts.author_id comes back empty
ALTER TABLE posts DROP COLUMN author_id;
