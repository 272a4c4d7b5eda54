-- alter_enum_state
-- Hazard: rewrites orders under an exclusive lock
ALTER TYPE state RENAME TO state__old;
CREATE TYPE state AS ENUM ('open', 'new', 'done');
ALTER TABLE orders
    ALTER COLUMN state DROP DEFAULT,
    ALTER COLUMN state TYPE state USING state::text::state,
    ALTER COLUMN state SET DEFAULT 'new';
ALTER TABLE orders ALTER COLUMN shown SET DEFAULT ('open'::state)::text;
DROP TYPE state__old;
