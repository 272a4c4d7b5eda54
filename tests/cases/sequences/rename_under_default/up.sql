-- rename_sequence_order_numbers_to_invoice_numbers
ALTER SEQUENCE order_numbers RENAME TO invoice_numbers;

-- orders_alter_column_number
ALTER TABLE orders ALTER COLUMN number SET DEFAULT nextval('invoice_numbers'::regclass);
