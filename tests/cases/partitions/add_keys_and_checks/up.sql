-- events_add_pk
-- Hazard: fails while events (year, body) holds NULL or duplicates
ALTER TABLE events ADD CONSTRAINT events_pkey PRIMARY KEY (year, body);

-- events_add_check_events_year
-- Hazard: fails while rows of events violate events_year
ALTER TABLE events ADD CONSTRAINT events_year CHECK (year > 2000);

-- events_add_unique_body_year
-- Hazard: fails while events (body, year) holds duplicates
ALTER TABLE events ADD CONSTRAINT events_body_year_key UNIQUE (body, year);
