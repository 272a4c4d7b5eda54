-- posts_alter_fk_user
ALTER TABLE posts ALTER CONSTRAINT fk_posts_user NOT DEFERRABLE;
