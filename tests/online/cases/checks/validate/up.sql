-- Migration: 20260101000000_users_alter_check_rule.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: users
-- Type: alter_check
-- Hazard: fails while rows of users violate rule

-- Step: 1 long
ALTER TABLE users VALIDATE CONSTRAINT rule;
