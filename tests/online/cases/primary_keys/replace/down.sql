-- Rollback: 20260101000001_users_alter_pk.sql
-- Down: fails while users.id holds NULL or duplicates

-- Step: 1 bare
CREATE UNIQUE INDEX CONCURRENTLY _fl_9151a0561696 ON users (id);

-- Step: 2 short
ALTER TABLE users DROP CONSTRAINT users_pkey;

ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX _fl_9151a0561696;

-- Rollback: 20260101000000_users_add_unique_id.sql

ALTER TABLE users DROP CONSTRAINT users_id_key;
