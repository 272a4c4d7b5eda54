-- alter_enum_state
DROP VIEW done_orders;
DROP INDEX idx_orders_done;
ALTER TABLE orders DROP COLUMN done;
ALTER TABLE orders DROP COLUMN was;
ALTER TYPE state RENAME TO state__old;
CREATE TYPE state AS ENUM ('open', 'closed');
ALTER TABLE orders ALTER COLUMN state TYPE state USING state::text::state;
DROP TYPE state__old;
ALTER TABLE orders
    ADD COLUMN was state GENERATED ALWAYS AS (CASE WHEN id > 3 THEN 'open'::state END) STORED;
ALTER TABLE orders ADD COLUMN done boolean GENERATED ALWAYS AS (state = 'closed'::state) STORED;
CREATE INDEX idx_orders_done ON orders (done);
CREATE VIEW done_orders AS
SELECT id, done FROM orders WHERE done;
