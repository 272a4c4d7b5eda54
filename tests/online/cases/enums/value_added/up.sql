-- Migration: 20260101000000_alter_enum_users_state.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users_state
-- Type: alter_enum
-- Down: fails while users.state holds 'c'

ALTER TYPE users_state ADD VALUE 'c' AFTER 'b';
