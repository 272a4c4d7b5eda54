-- alter_sequence_order_numbers
SELECT setval('order_numbers', least(greatest(last_value, 5), 50), is_called AND last_value BETWEEN 5 AND 50) FROM order_numbers;
ALTER SEQUENCE order_numbers INCREMENT BY 2 MINVALUE 5 MAXVALUE 50 START WITH 5 CACHE 3 CYCLE;
