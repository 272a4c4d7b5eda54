-- Rollback: 20260101000001_rename_users_to_people_contract.sql
-- Needs: PostgreSQL 15 for security_invoker

-- Step: 1 short
CREATE VIEW users WITH (security_invoker = true) AS
SELECT * FROM people;

COMMENT ON VIEW users IS '_fl_ the name before of "people", until the contract drops it';

GRANT INSERT, SELECT ON TABLE users TO reader;

-- Rollback: 20260101000000_rename_users_to_people.sql

-- Step: 1 short
DROP VIEW users;

ALTER INDEX people_by_n RENAME TO users_by_n;

ALTER TABLE people RENAME CONSTRAINT people_n TO users_n;

ALTER TABLE people RENAME CONSTRAINT fk_people_team TO fk_users_team;

ALTER TABLE people RENAME CONSTRAINT people_number_key TO users_number_key;

ALTER TABLE people RENAME CONSTRAINT people_email_key TO users_email_key;

ALTER TABLE people RENAME CONSTRAINT people_pkey TO users_pkey;

ALTER TABLE people RENAME TO users;
