-- alter_events_2023
ALTER TABLE events_2023 SET (fillfactor = 100);

-- events_2023_alter_column_body
ALTER TABLE events_2023 ALTER COLUMN body SET DEFAULT 'x';

-- events_2023_add_check_events_2023_short
-- Hazard: fails while rows of events_2023 violate events_2023_short
ALTER TABLE events_2023 ADD CONSTRAINT events_2023_short CHECK (length(body) < 100);

-- events_2023_add_index_events_2023_body
CREATE INDEX events_2023_body ON events_2023 (body);

-- alter_events_2023
GRANT SELECT ON TABLE events_2023 TO fluent_test_reader;

-- events_2023_comment
COMMENT ON TABLE events_2023 IS 'closed';
COMMENT ON COLUMN events_2023.body IS 'short';
