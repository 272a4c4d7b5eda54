-- orders_alter_column_ended
ALTER TABLE orders ALTER COLUMN last TYPE text USING last::text;
ALTER TABLE orders ALTER COLUMN ended TYPE text USING ended::text;
DROP TYPE change;
DROP DOMAIN final_state;
ALTER TYPE state RENAME TO state__old;
CREATE TYPE state AS ENUM ('open', 'closed', 'lost');
DROP TYPE state__old;
CREATE TYPE change AS (at date, state state);
CREATE DOMAIN final_state AS state CONSTRAINT never_open CHECK (VALUE <> 'open');
ALTER TABLE orders ALTER COLUMN last TYPE change USING last::change;
ALTER TABLE orders ALTER COLUMN ended TYPE final_state USING ended::final_state;
