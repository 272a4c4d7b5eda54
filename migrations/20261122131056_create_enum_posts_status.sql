-- Migration: 20261122131056_create_enum_posts_status.sql
-- Generated: 2026-11-22T13:10:56Z
-- Table: posts_status
-- Type: create_enum

CREATE TYPE posts_status AS ENUM ('draft', 'published', 'archived');
