-- Rollback: 20260101000000_create_notes_c.sql
-- Down: loses every row of notes_c

-- Step: 1 short
ALTER TABLE notes DETACH PARTITION notes_c;

-- Step: 2 short
DROP TABLE notes_c;
