-- create_sequence_order_numbers
-- Down: loses the position of order_numbers
CREATE SEQUENCE order_numbers START WITH 100;

-- orders_add_column_number
-- Hazard: rewrites orders under an exclusive lock
-- Down: loses data in orders.number
ALTER TABLE orders ADD COLUMN number bigint NOT NULL DEFAULT nextval('order_numbers');
