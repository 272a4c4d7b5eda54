-- events_2024_add_pk
-- Hazard: fails while events_2024 (year, no) holds NULL or duplicates
ALTER TABLE events_2024 ADD CONSTRAINT events_2024_pkey PRIMARY KEY (year, no);

-- events_2024_add_check_no_positive
-- Hazard: fails while rows of events_2024 violate no_positive
ALTER TABLE events_2024 ADD CONSTRAINT no_positive CHECK (no > 0);

-- events_2024_add_index_events_2024_lower_idx
CREATE INDEX events_2024_lower_idx ON events_2024 ((lower(body)));

-- events_2024_add_fk_fk_events_place
-- Hazard: fails while events_2024.place_id holds keys that places lacks
ALTER TABLE events_2024
    ADD CONSTRAINT fk_events_place FOREIGN KEY (place_id) REFERENCES places (id)
        ON DELETE NO ACTION ON UPDATE NO ACTION;

-- alter_events_2024
-- Hazard: fails while events_2024 holds rows outside FOR VALUES IN (2024)
-- Down: takes the rows of events_2024 out of events
ALTER TABLE events ATTACH PARTITION events_2024 FOR VALUES IN (2024);
