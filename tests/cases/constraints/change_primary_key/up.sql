-- users_alter_column_key
ALTER TABLE users ALTER COLUMN key SET DEFAULT gen_random_uuid();

-- users_alter_pk
-- Hazard: fails while users.key holds NULL or duplicates
-- Down: fails while users.id holds NULL or duplicates
ALTER TABLE users DROP CONSTRAINT users_pkey;
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY (key);
