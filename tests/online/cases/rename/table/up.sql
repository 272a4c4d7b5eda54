-- Migration: 20260101000000_rename_users_to_people.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: people
-- Type: rename_table
-- Needs: PostgreSQL 15 for security_invoker

-- Step: 1 short
ALTER TABLE users RENAME TO people;

ALTER TABLE people RENAME CONSTRAINT users_pkey TO people_pkey;

ALTER TABLE people RENAME CONSTRAINT users_email_key TO people_email_key;

ALTER TABLE people RENAME CONSTRAINT users_number_key TO people_number_key;

ALTER TABLE people RENAME CONSTRAINT fk_users_team TO fk_people_team;

ALTER TABLE people RENAME CONSTRAINT users_n TO people_n;

ALTER INDEX users_by_n RENAME TO people_by_n;

CREATE VIEW users WITH (security_invoker = true) AS
SELECT * FROM people;

COMMENT ON VIEW users IS '_fl_ the name before of "people", until the contract drops it';

GRANT INSERT, SELECT ON TABLE users TO reader;

-- Migration: 20260101000001_rename_users_to_people_contract.sql
-- Generated: 2026-01-01T00:00:01Z
-- Table: people
-- Type: contract
-- Parent: 20260101000000_rename_users_to_people.sql
-- Contract: 20260101000000_rename_users_to_people.sql

-- Step: 1 short
DROP VIEW users;
