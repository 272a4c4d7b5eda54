-- users_drop_column_title
CREATE TEMPORARY SEQUENCE row_numbers;
ALTER TABLE users ADD COLUMN title text NOT NULL DEFAULT (nextval('pg_temp.row_numbers')::text);
ALTER TABLE users ALTER COLUMN title DROP DEFAULT;
DROP SEQUENCE pg_temp.row_numbers;

-- users_drop_column_nick
CREATE TEMPORARY SEQUENCE row_numbers;
ALTER TABLE users ADD COLUMN nick text NOT NULL DEFAULT (nextval('pg_temp.row_numbers')::text);
ALTER TABLE users ALTER COLUMN nick DROP DEFAULT;
DROP SEQUENCE pg_temp.row_numbers;

-- users_drop_column_slug
CREATE TEMPORARY SEQUENCE row_numbers;
ALTER TABLE users ADD COLUMN slug text NOT NULL DEFAULT (nextval('pg_temp.row_numbers')::text);
ALTER TABLE users ALTER COLUMN slug DROP DEFAULT;
DROP SEQUENCE pg_temp.row_numbers;

-- users_drop_column_tags
CREATE TEMPORARY SEQUENCE row_numbers;
ALTER TABLE users
    ADD COLUMN tags text[] NOT NULL DEFAULT (ARRAY[nextval('pg_temp.row_numbers')::text]::text[]);
ALTER TABLE users ALTER COLUMN tags DROP DEFAULT;
DROP SEQUENCE pg_temp.row_numbers;
ALTER TABLE users ADD CONSTRAINT users_tags_key UNIQUE (tags);

-- users_drop_column_address
CREATE TEMPORARY SEQUENCE row_numbers;
ALTER TABLE users
    ADD COLUMN address inet NOT NULL DEFAULT (inet '0.0.0.0' + nextval('pg_temp.row_numbers'));
ALTER TABLE users ALTER COLUMN address DROP DEFAULT;
DROP SEQUENCE pg_temp.row_numbers;
ALTER TABLE users ADD CONSTRAINT users_address_key UNIQUE (address);

-- users_drop_column_score
CREATE TEMPORARY SEQUENCE row_numbers;
ALTER TABLE users ADD COLUMN score double precision NOT NULL DEFAULT nextval('pg_temp.row_numbers');
ALTER TABLE users ALTER COLUMN score DROP DEFAULT;
DROP SEQUENCE pg_temp.row_numbers;
ALTER TABLE users ADD CONSTRAINT users_score_key UNIQUE (score);

-- users_drop_column_slot
CREATE TEMPORARY SEQUENCE row_numbers;
ALTER TABLE users
    ADD COLUMN slot time without time zone NOT NULL DEFAULT (time '00:00:00' + nextval('pg_temp.row_numbers') * interval '0.000001 seconds');
ALTER TABLE users ALTER COLUMN slot DROP DEFAULT;
DROP SEQUENCE pg_temp.row_numbers;
ALTER TABLE users ADD CONSTRAINT users_slot_key UNIQUE (slot);

-- users_drop_column_seen
CREATE TEMPORARY SEQUENCE row_numbers;
ALTER TABLE users
    ADD COLUMN seen timestamp with time zone NOT NULL DEFAULT (timestamptz '1970-01-01 00:00:00+00' + nextval('pg_temp.row_numbers') * interval '1 second');
ALTER TABLE users ALTER COLUMN seen DROP DEFAULT;
DROP SEQUENCE pg_temp.row_numbers;
ALTER TABLE users ADD CONSTRAINT users_seen_key UNIQUE (seen);

-- users_drop_column_at
CREATE TEMPORARY SEQUENCE row_numbers;
ALTER TABLE users
    ADD COLUMN at timestamp with time zone NOT NULL DEFAULT (timestamptz '1970-01-01 00:00:00+00' + nextval('pg_temp.row_numbers') * interval '1 second');
ALTER TABLE users ALTER COLUMN at DROP DEFAULT;
DROP SEQUENCE pg_temp.row_numbers;
ALTER TABLE users ADD CONSTRAINT users_at_key UNIQUE (at);

-- users_drop_column_day
CREATE TEMPORARY SEQUENCE row_numbers;
ALTER TABLE users
    ADD COLUMN day date NOT NULL DEFAULT (date '1970-01-01' + nextval('pg_temp.row_numbers')::integer);
ALTER TABLE users ALTER COLUMN day DROP DEFAULT;
DROP SEQUENCE pg_temp.row_numbers;
ALTER TABLE users ADD CONSTRAINT users_day_key UNIQUE (day);

-- users_drop_column_key
CREATE TEMPORARY SEQUENCE row_numbers;
ALTER TABLE users
    ADD COLUMN key uuid NOT NULL DEFAULT (lpad(to_hex(nextval('pg_temp.row_numbers')), 32, '0')::uuid);
ALTER TABLE users ALTER COLUMN key DROP DEFAULT;
DROP SEQUENCE pg_temp.row_numbers;
ALTER TABLE users ADD CONSTRAINT users_key_key UNIQUE (key);

-- users_drop_column_total
CREATE TEMPORARY SEQUENCE row_numbers;
ALTER TABLE users ADD COLUMN total numeric NOT NULL DEFAULT nextval('pg_temp.row_numbers');
ALTER TABLE users ALTER COLUMN total DROP DEFAULT;
DROP SEQUENCE pg_temp.row_numbers;
ALTER TABLE users ADD CONSTRAINT users_total_key UNIQUE (total);

-- users_drop_column_share
CREATE TEMPORARY SEQUENCE row_numbers;
ALTER TABLE users
    ADD COLUMN share numeric(3,2) NOT NULL DEFAULT (nextval('pg_temp.row_numbers') * 0.01);
ALTER TABLE users ALTER COLUMN share DROP DEFAULT;
DROP SEQUENCE pg_temp.row_numbers;
ALTER TABLE users ADD CONSTRAINT users_share_key UNIQUE (share);

-- users_drop_column_number
CREATE TEMPORARY SEQUENCE row_numbers;
ALTER TABLE users ADD COLUMN number integer NOT NULL DEFAULT nextval('pg_temp.row_numbers');
ALTER TABLE users ALTER COLUMN number DROP DEFAULT;
DROP SEQUENCE pg_temp.row_numbers;
ALTER TABLE users ADD CONSTRAINT users_number_key UNIQUE (number);

-- users_drop_column_rank
CREATE TEMPORARY SEQUENCE row_numbers;
ALTER TABLE users ADD COLUMN rank smallint NOT NULL DEFAULT nextval('pg_temp.row_numbers');
ALTER TABLE users ALTER COLUMN rank DROP DEFAULT;
DROP SEQUENCE pg_temp.row_numbers;
ALTER TABLE users ADD CONSTRAINT users_rank_key UNIQUE (rank);

-- users_drop_column_letters
CREATE TEMPORARY SEQUENCE row_numbers;
ALTER TABLE users
    ADD COLUMN letters character(12) NOT NULL DEFAULT (nextval('pg_temp.row_numbers')::text);
ALTER TABLE users ALTER COLUMN letters DROP DEFAULT;
DROP SEQUENCE pg_temp.row_numbers;
ALTER TABLE users ADD CONSTRAINT users_letters_key UNIQUE (letters);

-- users_drop_column_code
CREATE TEMPORARY SEQUENCE row_numbers;
ALTER TABLE users
    ADD COLUMN code character varying(3) NOT NULL DEFAULT (nextval('pg_temp.row_numbers')::text);
ALTER TABLE users ALTER COLUMN code DROP DEFAULT;
DROP SEQUENCE pg_temp.row_numbers;
ALTER TABLE users ADD CONSTRAINT users_code_key UNIQUE (code);

-- users_drop_column_email
CREATE TEMPORARY SEQUENCE row_numbers;
ALTER TABLE users ADD COLUMN email text NOT NULL DEFAULT (nextval('pg_temp.row_numbers')::text);
ALTER TABLE users ALTER COLUMN email DROP DEFAULT;
DROP SEQUENCE pg_temp.row_numbers;
ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email);

-- users_drop_unique_team_title
ALTER TABLE users ADD CONSTRAINT users_team_title_key UNIQUE (team, title) DEFERRABLE;

-- users_drop_unique_team_slug
ALTER TABLE users ADD CONSTRAINT users_team_slug_key UNIQUE (team, slug);

-- users_drop_index_idx_users_title
CREATE UNIQUE INDEX idx_users_title ON users ((lower(title)));

-- users_drop_index_idx_users_nick
CREATE UNIQUE INDEX idx_users_nick ON users (nick);
