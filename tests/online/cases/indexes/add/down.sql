-- Rollback: 20260101000000_users_add_index_by_email.sql

-- Step: 1 bare
DROP INDEX CONCURRENTLY by_email;
