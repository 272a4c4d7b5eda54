-- orders_add_index_idx_orders_done
DROP INDEX idx_orders_done;

-- orders_add_column_done
ALTER TABLE orders DROP COLUMN done;

-- alter_enum_state
ALTER TYPE state RENAME TO state__old;
CREATE TYPE state AS ENUM ('open', 'closed', 'lost');
ALTER TABLE orders ALTER COLUMN state TYPE state USING state::text::state;
DROP TYPE state__old;

-- orders_drop_column_done
ALTER TABLE orders ADD COLUMN done boolean GENERATED ALWAYS AS (state = 'closed'::state) STORED;

-- orders_drop_index_idx_orders_done
CREATE INDEX idx_orders_done ON orders (done);
