-- orders_drop_index_idx_orders_done
DROP INDEX idx_orders_done;

-- orders_drop_column_done
ALTER TABLE orders DROP COLUMN done;

-- alter_enum_state
-- Hazard: fails while orders.state holds 'lost'
-- Hazard: rewrites orders under an exclusive lock
ALTER TYPE state RENAME TO state__old;
CREATE TYPE state AS ENUM ('closed', 'open');
ALTER TABLE orders ALTER COLUMN state TYPE state USING state::text::state;
DROP TYPE state__old;

-- orders_add_column_done
-- Hazard: rewrites orders under an exclusive lock
ALTER TABLE orders ADD COLUMN done boolean GENERATED ALWAYS AS (state = 'closed'::state) STORED;

-- orders_add_index_idx_orders_done
CREATE INDEX idx_orders_done ON orders (done);
