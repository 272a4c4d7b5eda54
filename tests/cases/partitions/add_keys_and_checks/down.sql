-- events_add_unique_body_year
ALTER TABLE events DROP CONSTRAINT events_body_year_key;

-- events_add_check_events_year
ALTER TABLE events DROP CONSTRAINT events_year;

-- events_add_pk
ALTER TABLE events DROP CONSTRAINT events_pkey;
