-- orders_alter_column_ended
-- Hazard: rewrites orders under an exclusive lock
-- Hazard: rewrites orders under an exclusive lock
-- Hazard: rewrites orders under an exclusive lock
-- Hazard: rewrites orders under an exclusive lock
-- Down: orders.ended comes back as final_state from what USING made of it
-- Down: fails where orders.ended does not read as final_state
-- Down: orders.last comes back as change from what USING made of it
-- Down: fails where orders.last does not read as change
-- Down: orders.ended comes back as text from what USING made of it
-- Down: orders.last comes back as text from what USING made of it
ALTER TABLE orders ALTER COLUMN ended TYPE text USING ended::text;
ALTER TABLE orders ALTER COLUMN last TYPE text USING last::text;
DROP DOMAIN final_state;
DROP TYPE change;
ALTER TYPE state RENAME TO state__old;
CREATE TYPE state AS ENUM ('closed', 'open');
DROP TYPE state__old;
CREATE DOMAIN final_state AS state CONSTRAINT never_open CHECK (VALUE <> 'open');
CREATE TYPE change AS (at date, state state);
ALTER TABLE orders ALTER COLUMN ended TYPE final_state USING ended::final_state;
ALTER TABLE orders ALTER COLUMN last TYPE change USING last::change;
