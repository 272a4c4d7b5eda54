-- orders_alter_column_number
ALTER TABLE orders ALTER COLUMN number SET DEFAULT nextval('order_numbers'::regclass);

-- rename_sequence_order_numbers_to_invoice_numbers
ALTER SEQUENCE invoice_numbers RENAME TO order_numbers;
