-- events_alter_column_body
ALTER TABLE events ALTER COLUMN body SET (n_distinct = -0.5, n_distinct_inherited = 5);
