-- rename_events_to_happenings
ALTER TABLE events RENAME TO happenings;

-- rename_events_2023_to_happenings_2023
ALTER TABLE events_2023 RENAME TO happenings_2023;
