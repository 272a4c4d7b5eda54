-- create_jobs
DROP TABLE jobs;

-- create_archive
DROP TABLE archive;
