-- jobs_drop_column_is_new
-- Down: fails where the expression of jobs.is_new is NULL
ALTER TABLE jobs DROP COLUMN is_new;

-- jobs_drop_column_is_old
-- Down: fails where the expression of jobs.is_old is NULL
ALTER TABLE jobs DROP COLUMN is_old;

-- jobs_alter_column_attempts
-- Hazard: rewrites jobs under an exclusive lock
-- Down: fails where jobs.attempts is out of range for smallint
ALTER TABLE jobs ALTER COLUMN attempts TYPE integer;

-- jobs_drop_column_gone
-- Hazard: loses data in jobs.gone
-- Down: jobs.gone comes back as 1 in every row
ALTER TABLE jobs DROP COLUMN gone;
