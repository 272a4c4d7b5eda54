-- create_sequence_order_numbers
DROP SEQUENCE order_numbers;
