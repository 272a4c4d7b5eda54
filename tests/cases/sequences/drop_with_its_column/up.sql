-- alter_sequence_order_numbers
ALTER SEQUENCE order_numbers OWNED BY NONE;

-- drop_sequence_order_numbers
-- Hazard: loses the position of order_numbers
-- Down: order_numbers comes back at its start
DROP SEQUENCE order_numbers;

-- orders_drop_column_number
-- Hazard: loses data in orders.number
-- Down: orders.number comes back empty
ALTER TABLE orders DROP COLUMN number;
