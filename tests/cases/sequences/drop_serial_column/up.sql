-- alter_sequence_orders_number_seq
ALTER SEQUENCE orders_number_seq OWNED BY NONE;

-- orders_drop_column_number
-- Hazard: loses data in orders.number
-- Down: orders.number comes back as nextval('orders_number_seq'::regclass) in every row
ALTER TABLE orders DROP COLUMN number;

-- drop_sequence_orders_number_seq
-- Hazard: loses the position of orders_number_seq
-- Down: orders_number_seq comes back at its start
DROP SEQUENCE orders_number_seq;
