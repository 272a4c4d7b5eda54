-- users_add_column_key
-- Hazard: rewrites users under an exclusive lock
-- Down: loses data in users.key
ALTER TABLE users ADD COLUMN key uuid NOT NULL DEFAULT gen_random_uuid();

-- users_alter_pk
-- Hazard: fails while users.key holds NULL or duplicates
ALTER TABLE users DROP CONSTRAINT users_pkey;
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY (key);

-- users_drop_column_id
-- Hazard: loses data in users.id
-- Down: users.id comes back with a made-up value in every row, no two alike
ALTER TABLE users DROP COLUMN id;
