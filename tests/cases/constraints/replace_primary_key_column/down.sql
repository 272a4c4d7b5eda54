-- users_drop_column_id
ALTER TABLE users ADD COLUMN id bigint NOT NULL DEFAULT 0;
ALTER TABLE users ALTER COLUMN id DROP DEFAULT;

-- users_alter_pk
ALTER TABLE users DROP CONSTRAINT users_pkey;
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY (id);

-- users_add_column_key
ALTER TABLE users DROP COLUMN key;
