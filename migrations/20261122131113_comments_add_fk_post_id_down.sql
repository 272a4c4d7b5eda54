-- Rollback: 20261122131113_comments_add_fk_post_id.sql

ALTER TABLE comments DROP CONSTRAINT fk_comments_post;
