-- jobs_drop_column_gone
ALTER TABLE jobs ADD COLUMN gone integer NOT NULL DEFAULT 1;

-- jobs_alter_column_attempts
ALTER TABLE jobs ALTER COLUMN attempts TYPE smallint;

-- jobs_drop_column_is_old
ALTER TABLE jobs ADD COLUMN is_old boolean NOT NULL GENERATED ALWAYS AS (gone > 3) STORED;

-- jobs_drop_column_is_new
ALTER TABLE jobs ADD COLUMN is_new boolean NOT NULL GENERATED ALWAYS AS (attempts < 3) STORED;
