-- posts_add_fk_author
ALTER TABLE posts DROP CONSTRAINT fk_posts_author;
