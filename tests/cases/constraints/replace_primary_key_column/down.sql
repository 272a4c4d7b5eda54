-- users_drop_column_id
CREATE TEMPORARY SEQUENCE row_numbers;
ALTER TABLE users ADD COLUMN id bigint NOT NULL DEFAULT nextval('pg_temp.row_numbers');
ALTER TABLE users ALTER COLUMN id DROP DEFAULT;
DROP SEQUENCE pg_temp.row_numbers;

-- users_alter_pk
ALTER TABLE users DROP CONSTRAINT users_pkey;
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY (id);

-- users_add_column_key
ALTER TABLE users DROP COLUMN key;
