-- visits_add_column_day
-- Down: loses data in visits.day
ALTER TABLE visits ADD COLUMN day date NOT NULL DEFAULT '2024-01-01';

-- visits_alter_pk
-- Hazard: fails while visits (user_id, day) holds NULL or duplicates
-- Down: fails while visits.user_id holds NULL or duplicates
ALTER TABLE visits DROP CONSTRAINT visits_pkey;
ALTER TABLE visits ADD CONSTRAINT visits_pkey PRIMARY KEY (user_id, day);
