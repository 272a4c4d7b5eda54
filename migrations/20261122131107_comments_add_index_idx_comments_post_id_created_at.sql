-- Migration: 20261122131107_comments_add_index_idx_comments_post_id_created_at.sql
-- Generated: 2026-11-22T13:11:07Z
-- Table: comments
-- Type: add_index
-- Parent: 20261122131106_create_comments.sql

CREATE INDEX idx_comments_post_id_created_at ON comments (post_id, created_at);
