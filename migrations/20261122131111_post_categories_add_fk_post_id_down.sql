-- Rollback: 20261122131111_post_categories_add_fk_post_id.sql

ALTER TABLE post_categories DROP CONSTRAINT fk_post_categories_post;
