-- Rollback: 20261122131104_create_post_categories.sql
-- Down: loses every row of post_categories

DROP TABLE post_categories;
