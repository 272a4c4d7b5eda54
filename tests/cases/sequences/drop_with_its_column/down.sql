-- orders_drop_column_number
ALTER TABLE orders ADD COLUMN number bigint;

-- drop_sequence_order_numbers
CREATE SEQUENCE order_numbers;
COMMENT ON SEQUENCE order_numbers IS 'old';

-- alter_sequence_order_numbers
ALTER SEQUENCE order_numbers OWNED BY orders.number;
