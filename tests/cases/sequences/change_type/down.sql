-- alter_sequence_order_numbers
SELECT setval('order_numbers', least(last_value, 2147483647), is_called AND last_value BETWEEN 1 AND 2147483647) FROM order_numbers;
ALTER SEQUENCE order_numbers AS integer;
