-- Migration: 20260101000000_users_add_unique_id.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: add_unique
-- Hazard: fails while users.id holds duplicates

-- Step: 1 bare
CREATE UNIQUE INDEX CONCURRENTLY users_id_key ON users (id);

-- Step: 2 short
ALTER TABLE users ADD CONSTRAINT users_id_key UNIQUE USING INDEX users_id_key;

-- Migration: 20260101000001_users_alter_pk.sql
-- Generated: 2026-01-01T00:00:01Z
-- Table: users
-- Type: primary_key_change
-- Parent: 20260101000000_users_add_unique_id.sql
-- Hazard: fails while users.n holds NULL or duplicates
-- Down: fails while users.id holds NULL or duplicates

-- Step: 1 bare
CREATE UNIQUE INDEX CONCURRENTLY _fl_9151a0561696 ON users (n);

-- Step: 2 short
ALTER TABLE users DROP CONSTRAINT users_pkey;

ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX _fl_9151a0561696;
