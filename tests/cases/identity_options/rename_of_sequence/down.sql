-- orders_alter_column_id
ALTER SEQUENCE order_numbers RENAME TO orders_id_seq;
