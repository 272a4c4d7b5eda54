-- comments_add_fk_parent_id
ALTER TABLE comments DROP CONSTRAINT fk_comments_parent;

-- comments_add_index_idx_comments_parent_id
DROP INDEX idx_comments_parent_id;

-- create_comments
DROP TABLE comments;
