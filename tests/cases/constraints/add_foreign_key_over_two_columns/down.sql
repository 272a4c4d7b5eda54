-- posts_add_fk_user
ALTER TABLE posts DROP CONSTRAINT fk_posts_user;
