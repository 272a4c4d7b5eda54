-- events_rename_column_text_to_body
ALTER TABLE events RENAME COLUMN text TO body;

-- events_2023_add_column_body
-- Hazard: fails while events_2023 holds rows
-- Down: loses data in events_2023.body
ALTER TABLE events_2023 ADD COLUMN body text NOT NULL;

-- events_drop_column_old
-- Hazard: loses data in events.old
-- Down: events.old comes back as '' in every row
ALTER TABLE events DROP COLUMN old;

-- events_2023_drop_column_text
-- Hazard: loses data in events_2023.text
-- Down: events_2023.text comes back as '' in every row
ALTER TABLE events_2023 DROP COLUMN text;
