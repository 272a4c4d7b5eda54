-- Rollback: 20261122131108_comments_add_index_idx_comments_parent_id.sql

DROP INDEX idx_comments_parent_id;
