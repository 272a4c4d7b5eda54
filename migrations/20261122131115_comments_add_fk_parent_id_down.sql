-- Rollback: 20261122131115_comments_add_fk_parent_id.sql

ALTER TABLE comments DROP CONSTRAINT fk_comments_parent;
