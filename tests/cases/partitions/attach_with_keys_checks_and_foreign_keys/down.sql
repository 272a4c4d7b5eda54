-- alter_events_2024
ALTER TABLE events DETACH PARTITION events_2024;

-- events_2024_add_fk_fk_events_place
ALTER TABLE events_2024 DROP CONSTRAINT fk_events_place;

-- events_2024_add_index_events_2024_lower_idx
DROP INDEX events_2024_lower_idx;

-- events_2024_add_check_no_positive
ALTER TABLE events_2024 DROP CONSTRAINT no_positive;

-- events_2024_add_pk
ALTER TABLE events_2024 DROP CONSTRAINT events_2024_pkey;
