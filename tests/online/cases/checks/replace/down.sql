-- Rollback: 20260101000000_users_alter_check_rule.sql
-- Down: fails while rows of users violate rule

-- Step: 1 short
ALTER TABLE users ADD CONSTRAINT _fl_1df1cf346bd3 CHECK (n > 0) NOT VALID;

-- Step: 2 long
ALTER TABLE users VALIDATE CONSTRAINT _fl_1df1cf346bd3;

-- Step: 3 short
ALTER TABLE users DROP CONSTRAINT rule;

ALTER TABLE users RENAME CONSTRAINT _fl_1df1cf346bd3 TO rule;
