-- orders_drop_index_idx_lost
DROP INDEX idx_lost;

-- orders_drop_check_lost_have_an_id
-- Down: fails while rows of orders violate lost_have_an_id
ALTER TABLE orders DROP CONSTRAINT lost_have_an_id;

-- orders_drop_check_wanted_is_not_lost
-- Down: fails while rows of orders violate wanted_is_not_lost
ALTER TABLE orders DROP CONSTRAINT wanted_is_not_lost;

-- orders_alter_column_state
ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'new';

-- alter_enum_state
-- Hazard: fails while orders.state holds 'lost'
-- Hazard: rewrites orders under an exclusive lock
ALTER TYPE state RENAME TO state__old;
CREATE TYPE state AS ENUM ('new', 'paid');
ALTER TABLE orders
    ALTER COLUMN state DROP DEFAULT,
    ALTER COLUMN state TYPE state USING state::text::state,
    ALTER COLUMN state SET DEFAULT 'new';
DROP TYPE state__old;

-- orders_add_check_lost_have_an_id
-- Hazard: fails while rows of orders violate lost_have_an_id
ALTER TABLE orders ADD CONSTRAINT lost_have_an_id CHECK (state <> 'new' OR id > 0);

-- orders_add_check_wanted_is_not_lost
-- Hazard: fails while rows of orders violate wanted_is_not_lost
ALTER TABLE orders ADD CONSTRAINT wanted_is_not_lost CHECK (wanted <> ('new'::state)::text);

-- orders_add_index_idx_lost
CREATE INDEX idx_lost ON orders (state) WHERE state = 'new';
