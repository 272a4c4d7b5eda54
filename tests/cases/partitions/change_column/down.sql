-- events_alter_column_body
ALTER TABLE events
    ALTER COLUMN body DROP NOT NULL,
    ALTER COLUMN body DROP DEFAULT,
    ALTER COLUMN body TYPE character varying(20);
