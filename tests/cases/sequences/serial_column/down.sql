-- alter_sequence_orders_number_seq
ALTER SEQUENCE orders_number_seq OWNED BY NONE;

-- orders_add_column_number
ALTER TABLE orders DROP COLUMN number;

-- create_sequence_orders_number_seq
DROP SEQUENCE orders_number_seq;
