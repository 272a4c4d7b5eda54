-- Migration: 20261122131105_post_categories_add_index_idx_post_categories_category_id.sql
-- Generated: 2026-11-22T13:11:05Z
-- Table: post_categories
-- Type: add_index
-- Parent: 20261122131104_create_post_categories.sql

CREATE INDEX idx_post_categories_category_id ON post_categories (category_id);
