-- Rollback: 20261122131112_post_categories_add_fk_category_id.sql

ALTER TABLE post_categories DROP CONSTRAINT fk_post_categories_category;
