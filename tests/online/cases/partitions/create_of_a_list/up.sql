-- Migration: 20260101000000_create_notes_c.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: notes_c
-- Type: create_table
-- Down: loses every row of notes_c

-- Step: 1 short
CREATE TABLE notes_c (
    LIKE notes INCLUDING ALL
        EXCLUDING COMMENTS EXCLUDING IDENTITY EXCLUDING STATISTICS
);

-- Step: 2 short
ALTER TABLE notes_rest
    ADD CONSTRAINT _fl_40a0bccd302f CHECK (NOT (kind IS NOT NULL AND kind = ANY (ARRAY['c']::text[]))) NOT VALID;

-- Step: 3 long
ALTER TABLE notes_rest VALIDATE CONSTRAINT _fl_40a0bccd302f;

-- Step: 4 short
ALTER TABLE notes ATTACH PARTITION notes_c FOR VALUES IN ('c');

-- Step: 5 short
ALTER TABLE notes_rest DROP CONSTRAINT _fl_40a0bccd302f;
