-- events_2023_comment
COMMENT ON COLUMN events_2023.body IS NULL;
COMMENT ON TABLE events_2023 IS 'done';

-- alter_events_2023
REVOKE SELECT ON TABLE events_2023 FROM fluent_test_reader;

-- events_2023_add_index_events_2023_body
DROP INDEX events_2023_body;

-- events_2023_add_check_events_2023_short
ALTER TABLE events_2023 DROP CONSTRAINT events_2023_short;

-- events_2023_alter_column_body
ALTER TABLE events_2023 ALTER COLUMN body DROP DEFAULT;

-- alter_events_2023
ALTER TABLE events_2023 RESET (fillfactor);
