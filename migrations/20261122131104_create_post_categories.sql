-- Migration: 20261122131104_create_post_categories.sql
-- Generated: 2026-11-22T13:11:04Z
-- Table: post_categories
-- Type: create_table
-- Parent: 20261122131103_create_categories.sql
-- Down: loses every row of post_categories

CREATE TABLE post_categories (
    post_id uuid NOT NULL,
    category_id integer NOT NULL,
    CONSTRAINT post_categories_pkey PRIMARY KEY (post_id, category_id)
);
