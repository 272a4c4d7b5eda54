-- events_add_column_place_id
-- Down: loses data in events.place_id
ALTER TABLE events ADD COLUMN place_id integer;

-- places_add_column_year
-- Down: loses data in places.year
ALTER TABLE places ADD COLUMN year integer;

-- events_add_fk_place
ALTER TABLE events
    ADD CONSTRAINT fk_events_place FOREIGN KEY (place_id) REFERENCES places (id)
        ON DELETE NO ACTION ON UPDATE NO ACTION;

-- places_add_fk_event
ALTER TABLE places
    ADD CONSTRAINT fk_places_event FOREIGN KEY (year) REFERENCES events (year)
        ON DELETE NO ACTION ON UPDATE NO ACTION;
