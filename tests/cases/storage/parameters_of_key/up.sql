-- events_alter_pk
-- Hazard: fails while events.id holds NULL or duplicates
-- Down: fails while events.id holds NULL or duplicates
ALTER TABLE events DROP CONSTRAINT events_pkey;
ALTER TABLE events ADD CONSTRAINT events_pkey PRIMARY KEY (id) WITH (fillfactor = 90);
