-- posts_drop_column_author_id
ALTER TABLE posts ADD COLUMN author_id bigint;

-- posts_alter_fk_author
ALTER TABLE posts DROP CONSTRAINT fk_posts_author;
ALTER TABLE posts
    ADD CONSTRAINT fk_posts_author FOREIGN KEY (author_id) REFERENCES users (id)
        ON DELETE NO ACTION ON UPDATE NO ACTION;

-- posts_add_column_author_key
ALTER TABLE posts DROP COLUMN author_key;
