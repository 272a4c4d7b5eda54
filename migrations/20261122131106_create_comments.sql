-- Migration: 20261122131106_create_comments.sql
-- Generated: 2026-11-22T13:11:06Z
-- Table: comments
-- Type: create_table
-- Parent: 20261122131105_post_categories_add_index_idx_post_categories_category_id.sql
-- Down: loses every row of comments

CREATE TABLE comments (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    post_id uuid NOT NULL,
    user_id uuid NOT NULL,
    parent_id uuid,
    body text NOT NULL,
    created_at timestamp with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT comments_pkey PRIMARY KEY (id)
);
