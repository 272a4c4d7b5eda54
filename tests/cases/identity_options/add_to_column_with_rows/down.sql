-- orders_alter_column_number
ALTER TABLE orders ALTER COLUMN number DROP IDENTITY;
