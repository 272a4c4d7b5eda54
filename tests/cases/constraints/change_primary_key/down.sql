-- users_alter_pk
ALTER TABLE users DROP CONSTRAINT users_pkey;
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY (id);

-- users_alter_column_key
ALTER TABLE users ALTER COLUMN key DROP DEFAULT;
