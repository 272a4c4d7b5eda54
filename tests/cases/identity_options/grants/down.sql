-- orders_alter_column_number
ALTER TABLE orders ALTER COLUMN number DROP IDENTITY;

-- orders_alter_column_id
REVOKE SELECT ON SEQUENCE orders_id_seq FROM fluent_test_reader;
GRANT USAGE ON SEQUENCE orders_id_seq TO fluent_test_reader;
