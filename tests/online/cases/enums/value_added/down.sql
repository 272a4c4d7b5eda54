-- Rollback: 20260101000000_alter_enum_users_state.sql
-- Blocking: enum "users_state": its values cannot be removed or put in another order but by another type, for which every row of "users" is written anew while nobody can read or write
-- Down: fails while users.state holds 'c'

ALTER TYPE users_state RENAME TO users_state__old;

CREATE TYPE users_state AS ENUM ('a', 'b');

ALTER TABLE users
    ALTER COLUMN state DROP DEFAULT,
    ALTER COLUMN state TYPE users_state USING state::text::users_state,
    ALTER COLUMN state SET DEFAULT 'a';

DROP TYPE users_state__old;
