-- Rollback: 20260101000000_users_add_column_bio.sql
-- Down: loses data in users.bio

ALTER TABLE users DROP CONSTRAINT users_bio_key;

ALTER TABLE users DROP COLUMN bio;
