-- rename_events_to_happenings
ALTER TABLE events RENAME TO happenings;

-- rename_events_2023_to_happenings_2023
ALTER TABLE events_2023 RENAME TO happenings_2023;

-- alter_happenings_2023
-- Hazard: takes the rows of happenings_2023 out of events
-- Down: fails while happenings_2023 holds rows outside FOR VALUES IN (2023)
ALTER TABLE events DETACH PARTITION happenings_2023;

-- alter_happenings_2023
-- Hazard: fails while happenings_2023 holds rows outside FOR VALUES IN (2023)
-- Down: takes the rows of happenings_2023 out of happenings
ALTER TABLE happenings ATTACH PARTITION happenings_2023 FOR VALUES IN (2023);
