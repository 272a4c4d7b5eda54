-- Migration: 20260101000000_alter_enum_state.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: state
-- Type: alter_enum
-- Down: fails while users.state holds 'x'

ALTER TYPE state ADD VALUE 'x' AFTER 'a';
