-- Migration: 20260101000000_alter_domain_positive.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: positive
-- Type: alter_domain
-- Blocking: small tables
-- Hazard: fails while columns of type positive violate small

ALTER DOMAIN positive ADD CONSTRAINT small CHECK (VALUE < 1000);
