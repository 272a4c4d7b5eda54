-- alter_sequence_order_numbers
ALTER SEQUENCE order_numbers OWNED BY NONE;

-- create_orders
DROP TABLE orders;
