-- orders_alter_column_id
ALTER TABLE orders ALTER COLUMN id TYPE integer;
