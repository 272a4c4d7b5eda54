-- Rollback: 20260101000000_alter_enum_users_state.sql

ALTER TYPE users_state ADD VALUE 'c' AFTER 'b';
