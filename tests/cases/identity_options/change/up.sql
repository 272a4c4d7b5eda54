-- orders_alter_column_id
SELECT setval('orders_id_seq', least(last_value, 500), is_called AND last_value BETWEEN 1 AND 500) FROM orders_id_seq;
ALTER TABLE orders
    ALTER COLUMN id SET INCREMENT BY 3 SET MAXVALUE 500 SET START WITH 20 SET CACHE 1 SET CYCLE;
