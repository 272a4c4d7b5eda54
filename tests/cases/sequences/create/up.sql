-- create_sequence_order_numbers
-- Down: loses the position of order_numbers
CREATE SEQUENCE order_numbers;
