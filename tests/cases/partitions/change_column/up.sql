-- events_alter_column_body
-- Hazard: fails where the backfill of events.body gives NULL
-- Down: rows that held NULL in events.body keep their backfill
-- Down: fails where events.body is longer than 20 characters
ALTER TABLE events
    ALTER COLUMN body TYPE text,
    ALTER COLUMN body SET DEFAULT 'x';
UPDATE events SET body = 'y' WHERE body IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE events ALTER COLUMN body SET NOT NULL;
