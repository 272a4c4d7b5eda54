-- Migration: 20260101000000_alter_enum_state.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: state
-- Type: alter_enum
-- Blocking: small
-- Hazard: fails while users.state holds 'c'
-- Hazard: fails while orders.state holds 'c'
-- Hazard: rewrites users under an exclusive lock
-- Hazard: rewrites orders under an exclusive lock

ALTER TYPE state RENAME TO state__old;

CREATE TYPE state AS ENUM ('a', 'b');

ALTER TABLE users
    ALTER COLUMN state DROP DEFAULT,
    ALTER COLUMN state TYPE state USING state::text::state,
    ALTER COLUMN state SET DEFAULT 'a';

ALTER TABLE orders
    ALTER COLUMN state DROP DEFAULT,
    ALTER COLUMN state TYPE state USING state::text::state,
    ALTER COLUMN state SET DEFAULT 'a';

DROP TYPE state__old;
