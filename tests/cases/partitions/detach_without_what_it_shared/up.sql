-- alter_events_2024
-- Hazard: takes the rows of events_2024 out of events
-- Down: fails while events_2024 holds rows outside FOR VALUES IN (2024)
ALTER TABLE events DETACH PARTITION events_2024;

-- events_2024_drop_pk
-- Down: fails while events_2024 (year, no) holds NULL or duplicates
ALTER TABLE events_2024 DROP CONSTRAINT events_2024_pkey;

-- events_2024_drop_unique_year_body
-- Down: fails while events_2024 (year, body) holds duplicates
ALTER TABLE events_2024 DROP CONSTRAINT events_2024_year_body_key;

-- events_2024_drop_check_no_positive
-- Down: fails while rows of events_2024 violate no_positive
ALTER TABLE events_2024 DROP CONSTRAINT no_positive;

-- events_2024_drop_fk_fk_events_place
-- Down: fails while events_2024.place_id holds keys that places lacks
ALTER TABLE events_2024 DROP CONSTRAINT fk_events_place;

-- events_2024_drop_index_events_2024_lower_idx
DROP INDEX events_2024_lower_idx;
