-- Migration: 20261122131102_create_profiles.sql
-- Generated: 2026-11-22T13:11:02Z
-- Table: profiles
-- Type: create_table
-- Parent: 20261122131101_posts_add_index_idx_posts_user_title.sql
-- Down: loses every row of profiles

CREATE TABLE profiles (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL,
    avatar_url text,
    website text,
    settings jsonb NOT NULL DEFAULT '{}',
    created_at timestamp with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamp with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT profiles_pkey PRIMARY KEY (id),
    CONSTRAINT profiles_user_id_key UNIQUE (user_id)
);
