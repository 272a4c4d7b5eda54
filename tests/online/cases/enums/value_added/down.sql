-- Rollback: 20260101000000_alter_enum_users_state.sql
-- Down: fails while users.state holds 'c'

ALTER TYPE users_state RENAME TO users_state__old;

CREATE TYPE users_state AS ENUM ('a', 'b');

ALTER TABLE users
    ALTER COLUMN state DROP DEFAULT,
    ALTER COLUMN state TYPE users_state USING state::text::users_state,
    ALTER COLUMN state SET DEFAULT 'a';

DROP TYPE users_state__old;
