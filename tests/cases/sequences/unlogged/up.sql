-- alter_sequence_order_numbers
ALTER SEQUENCE order_numbers SET UNLOGGED;
