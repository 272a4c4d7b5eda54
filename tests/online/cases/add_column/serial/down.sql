-- Rollback: 20260101000002_alter_sequence_users_number_seq.sql

ALTER SEQUENCE users_number_seq OWNED BY NONE;

-- Rollback: 20260101000001_users_add_column_number.sql
-- Down: loses data in users.number

ALTER TABLE users DROP COLUMN number;

-- Rollback: 20260101000000_create_sequence_users_number_seq.sql
-- Down: loses the position of users_number_seq

DROP SEQUENCE users_number_seq;
