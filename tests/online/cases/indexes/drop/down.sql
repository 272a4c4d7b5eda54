-- Rollback: 20260101000000_users_drop_index_by_email.sql

-- Step: 1 bare
CREATE INDEX CONCURRENTLY by_email ON users (email);
