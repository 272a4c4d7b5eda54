-- Migration: 20260101000000_users_add_pk.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: add_primary_key
-- Hazard: fails while users.id holds NULL or duplicates

-- Step: 1 bare
CREATE UNIQUE INDEX CONCURRENTLY users_pkey ON users (id);

-- Step: 2 short
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_pkey;
