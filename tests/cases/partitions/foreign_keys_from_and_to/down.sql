-- places_add_fk_event
ALTER TABLE places DROP CONSTRAINT fk_places_event;

-- events_add_fk_place
ALTER TABLE events DROP CONSTRAINT fk_events_place;

-- places_add_column_year
ALTER TABLE places DROP COLUMN year;

-- events_add_column_place_id
ALTER TABLE events DROP COLUMN place_id;
