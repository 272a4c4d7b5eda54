-- Rollback: 20260101000000_alter_enum_state.sql

ALTER TYPE state ADD VALUE 'c' AFTER 'b';
