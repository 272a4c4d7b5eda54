-- visits_alter_pk
ALTER TABLE visits DROP CONSTRAINT visits_pkey;
ALTER TABLE visits ADD CONSTRAINT visits_pkey PRIMARY KEY (user_id);

-- visits_add_column_day
ALTER TABLE visits DROP COLUMN day;
