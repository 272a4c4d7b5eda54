-- alter_sequence_numbers
-- Hazard: brings the position of numbers between 1 and 2147483647
-- Down: brings the position of numbers between -100 and -1
ALTER SEQUENCE numbers AS integer MINVALUE -100 MAXVALUE 2147483647;
SELECT setval('numbers', greatest(last_value, 1), is_called AND last_value BETWEEN 1 AND 2147483647) FROM numbers;
ALTER SEQUENCE numbers AS integer INCREMENT BY 2 MINVALUE 1 MAXVALUE 2147483647 START WITH 1;
