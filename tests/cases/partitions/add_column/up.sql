-- events_add_column_body
-- Down: loses data in events.body
ALTER TABLE events ADD COLUMN body text NOT NULL DEFAULT '';
