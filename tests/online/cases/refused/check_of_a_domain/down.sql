-- Rollback: 20260101000000_alter_domain_positive.sql

ALTER DOMAIN positive DROP CONSTRAINT small;
