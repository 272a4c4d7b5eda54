-- drop_sequence_order_numbers
-- Hazard: loses the position of order_numbers
-- Down: order_numbers comes back at its start
DROP SEQUENCE order_numbers;
