-- Migration: 20261122131101_posts_add_index_idx_posts_user_title.sql
-- Generated: 2026-11-22T13:11:01Z
-- Table: posts
-- Type: add_index
-- Parent: 20261122131100_posts_add_index_idx_posts_status_published_at.sql

CREATE INDEX idx_posts_user_title ON posts (user_id, title);
