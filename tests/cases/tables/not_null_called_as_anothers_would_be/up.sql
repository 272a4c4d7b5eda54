-- create_archive
-- Down: loses every row of archive
CREATE TABLE archive (
    id integer CONSTRAINT jobs_id_not_null NOT NULL
);

-- create_jobs
-- Down: loses every row of jobs
CREATE TABLE jobs (
    id integer CONSTRAINT jobs_id_not_null NOT NULL,
    name text NOT NULL
);
