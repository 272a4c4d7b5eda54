-- Rollback: 20261122131114_comments_add_fk_user_id.sql

ALTER TABLE comments DROP CONSTRAINT fk_comments_author;
