-- Migration: 20261122131100_posts_add_index_idx_posts_status_published_at.sql
-- Generated: 2026-11-22T13:11:00Z
-- Table: posts
-- Type: add_index
-- Parent: 20261122131059_create_posts.sql

CREATE INDEX idx_posts_status_published_at ON posts (status, published_at);
