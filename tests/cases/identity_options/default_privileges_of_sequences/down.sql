-- create_invoices
DROP TABLE invoices;

-- orders_add_column_number
ALTER TABLE orders DROP CONSTRAINT orders_number_key;
ALTER TABLE orders DROP COLUMN number;
