-- events_add_column_body
-- Down: loses data in events.body
ALTER TABLE events ADD COLUMN body text;

-- events_drop_column_old
-- Hazard: loses data in events.old
-- Down: events.old comes back as '' in every row
ALTER TABLE events DROP COLUMN old;
