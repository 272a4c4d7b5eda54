-- Migration: 20261122131058_users_add_index_idx_users_last_login_at.sql
-- Generated: 2026-11-22T13:10:58Z
-- Table: users
-- Type: add_index
-- Parent: 20261122131057_create_users.sql

CREATE INDEX idx_users_last_login_at ON users (last_login_at) WHERE is_active;
