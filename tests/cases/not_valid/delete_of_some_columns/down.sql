-- posts_add_fk_posts_user
ALTER TABLE posts DROP CONSTRAINT fk_posts_posts_user;
