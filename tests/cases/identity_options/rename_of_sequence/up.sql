-- orders_alter_column_id
ALTER SEQUENCE orders_id_seq RENAME TO order_numbers;
