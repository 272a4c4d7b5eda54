-- orders_alter_column_id
ALTER TABLE orders ALTER COLUMN id DROP IDENTITY;

-- drop_sequence_orders_id_seq
CREATE SEQUENCE orders_id_seq;

-- orders_alter_column_id
ALTER TABLE orders ALTER COLUMN id SET DEFAULT nextval('orders_id_seq'::regclass);
SELECT setval('orders_id_seq', max(id)) FROM orders
HAVING max(id) BETWEEN (SELECT last_value FROM orders_id_seq)
    AND (SELECT seqmax FROM pg_sequence WHERE seqrelid = 'orders_id_seq'::regclass);

-- alter_sequence_orders_id_seq
ALTER SEQUENCE orders_id_seq OWNED BY orders.id;
