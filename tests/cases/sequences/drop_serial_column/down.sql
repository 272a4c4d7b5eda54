-- drop_sequence_orders_number_seq
CREATE SEQUENCE orders_number_seq AS integer;

-- orders_drop_column_number
ALTER TABLE orders ADD COLUMN number integer NOT NULL DEFAULT nextval('orders_number_seq'::regclass);

-- alter_sequence_orders_number_seq
ALTER SEQUENCE orders_number_seq OWNED BY orders.number;
