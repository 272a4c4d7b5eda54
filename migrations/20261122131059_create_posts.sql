-- Migration: 20261122131059_create_posts.sql
-- Generated: 2026-11-22T13:10:59Z
-- Table: posts
-- Type: create_table
-- Parent: 20261122131058_users_add_index_idx_users_last_login_at.sql
-- Down: loses every row of posts

CREATE TABLE posts (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    title text NOT NULL,
    slug character varying(120) NOT NULL,
    body text NOT NULL,
    status posts_status NOT NULL DEFAULT 'draft',
    view_count integer NOT NULL DEFAULT 0,
    published_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    user_id uuid NOT NULL,
    CONSTRAINT posts_pkey PRIMARY KEY (id),
    CONSTRAINT posts_slug_key UNIQUE (slug),
    CONSTRAINT posts_view_count_positive CHECK (view_count >= 0)
);
