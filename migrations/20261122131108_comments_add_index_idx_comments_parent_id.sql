-- Migration: 20261122131108_comments_add_index_idx_comments_parent_id.sql
-- Generated: 2026-11-22T13:11:08Z
-- Table: comments
-- Type: add_index
-- Parent: 20261122131107_comments_add_index_idx_comments_post_id_created_at.sql

CREATE INDEX idx_comments_parent_id ON comments (parent_id);
