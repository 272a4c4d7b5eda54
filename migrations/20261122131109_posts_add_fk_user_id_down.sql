-- Rollback: 20261122131109_posts_add_fk_user_id.sql

ALTER TABLE posts DROP CONSTRAINT fk_posts_author;
