-- alter_sequence_order_numbers
-- Down: brings the position of order_numbers between 1 and 2147483647
ALTER SEQUENCE order_numbers AS bigint;
