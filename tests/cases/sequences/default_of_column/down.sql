-- orders_add_column_number
ALTER TABLE orders DROP COLUMN number;

-- create_sequence_order_numbers
DROP SEQUENCE order_numbers;
