-- rename_events_2023_to_happenings_2023
ALTER TABLE happenings_2023 RENAME TO events_2023;

-- rename_events_to_happenings
ALTER TABLE happenings RENAME TO events;
