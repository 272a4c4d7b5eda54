-- Rollback: 20261122131101_posts_add_index_idx_posts_user_title.sql

DROP INDEX idx_posts_user_title;
