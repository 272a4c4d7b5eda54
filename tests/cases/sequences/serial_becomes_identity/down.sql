-- orders_alter_column_id
ALTER TABLE orders ALTER COLUMN id DROP IDENTITY;

-- orders_alter_column_id
ALTER TABLE orders ALTER COLUMN id SET DEFAULT nextval('orders_id_seq'::regclass);

-- drop_sequence_orders_id_seq
CREATE SEQUENCE orders_id_seq;

-- alter_sequence_orders_id_seq
ALTER SEQUENCE orders_id_seq OWNED BY orders.id;
