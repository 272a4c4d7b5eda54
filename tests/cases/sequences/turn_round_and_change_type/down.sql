-- alter_sequence_numbers
ALTER SEQUENCE numbers MINVALUE -100 MAXVALUE 2147483647;
SELECT setval('numbers', least(last_value, -1), is_called AND last_value BETWEEN -100 AND -1) FROM numbers;
ALTER SEQUENCE numbers AS smallint INCREMENT BY -2 MINVALUE -100 MAXVALUE -1 START WITH -1;
