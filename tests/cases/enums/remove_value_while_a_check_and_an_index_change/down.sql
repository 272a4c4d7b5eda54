-- orders_add_index_idx_lost
DROP INDEX idx_lost;

-- orders_add_check_wanted_is_not_lost
ALTER TABLE orders DROP CONSTRAINT wanted_is_not_lost;

-- orders_add_check_lost_have_an_id
ALTER TABLE orders DROP CONSTRAINT lost_have_an_id;

-- alter_enum_state
ALTER TYPE state ADD VALUE 'lost' AFTER 'paid';

-- orders_alter_column_state
ALTER TABLE orders ALTER COLUMN state SET DEFAULT 'lost';

-- orders_drop_check_wanted_is_not_lost
ALTER TABLE orders ADD CONSTRAINT wanted_is_not_lost CHECK (wanted <> ('lost'::state)::text);

-- orders_drop_check_lost_have_an_id
ALTER TABLE orders ADD CONSTRAINT lost_have_an_id CHECK (state <> 'lost' OR id > 0);

-- orders_drop_index_idx_lost
CREATE INDEX idx_lost ON orders (state) WHERE state = 'lost';
