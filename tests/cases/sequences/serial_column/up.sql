-- create_sequence_orders_number_seq
-- Down: loses the position of orders_number_seq
CREATE SEQUENCE orders_number_seq AS integer;

-- orders_add_column_number
-- Hazard: rewrites orders under an exclusive lock
-- Down: loses data in orders.number
ALTER TABLE orders ADD COLUMN number integer NOT NULL DEFAULT nextval('orders_number_seq'::regclass);

-- alter_sequence_orders_number_seq
ALTER SEQUENCE orders_number_seq OWNED BY orders.number;
