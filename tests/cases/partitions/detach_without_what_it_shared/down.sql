-- events_2024_drop_index_events_2024_lower_idx
CREATE INDEX events_2024_lower_idx ON events_2024 ((lower(body)));

-- events_2024_drop_fk_fk_events_place
ALTER TABLE events_2024
    ADD CONSTRAINT fk_events_place FOREIGN KEY (place_id) REFERENCES places (id)
        ON DELETE NO ACTION ON UPDATE NO ACTION;

-- events_2024_drop_check_no_positive
ALTER TABLE events_2024 ADD CONSTRAINT no_positive CHECK (no > 0);

-- events_2024_drop_unique_year_body
ALTER TABLE events_2024 ADD CONSTRAINT events_2024_year_body_key UNIQUE (year, body);

-- events_2024_drop_pk
ALTER TABLE events_2024 ADD CONSTRAINT events_2024_pkey PRIMARY KEY (year, no);

-- alter_events_2024
ALTER TABLE events ATTACH PARTITION events_2024 FOR VALUES IN (2024);
