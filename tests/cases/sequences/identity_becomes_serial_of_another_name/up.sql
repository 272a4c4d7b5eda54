-- invoices_alter_column_id
CREATE SEQUENCE invoice_numbers CACHE 5;
COMMENT ON SEQUENCE invoice_numbers IS 'counts';
SELECT setval('invoice_numbers', last_value, is_called)
    FROM invoices_id_seq
    WHERE is_called OR last_value BETWEEN 1 AND 9223372036854775807;
ALTER TABLE invoices ALTER COLUMN id DROP IDENTITY;
ALTER TABLE invoices ALTER COLUMN id SET DEFAULT nextval('invoice_numbers');
ALTER SEQUENCE invoice_numbers OWNED BY invoices.id;
