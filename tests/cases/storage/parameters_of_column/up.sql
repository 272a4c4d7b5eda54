-- events_alter_column_body
ALTER TABLE events
    ALTER COLUMN body RESET (n_distinct_inherited),
    ALTER COLUMN body SET (n_distinct = 100);
