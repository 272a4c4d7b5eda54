-- events_rename_column_text_to_body
ALTER TABLE events RENAME COLUMN text TO body;

-- events_drop_column_old
-- Hazard: loses data in events.old
-- Down: events.old comes back as '' in every row
ALTER TABLE events DROP COLUMN old;
