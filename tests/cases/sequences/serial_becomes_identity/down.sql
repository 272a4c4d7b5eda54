-- invoices_alter_column_id
CREATE SEQUENCE invoices_id_seq__old;
SELECT setval('invoices_id_seq__old', last_value, is_called)
    FROM invoices_id_seq
    WHERE is_called OR last_value BETWEEN 1 AND 9223372036854775807;
ALTER TABLE invoices ALTER COLUMN id DROP IDENTITY;
ALTER SEQUENCE invoices_id_seq__old RENAME TO invoices_id_seq;
ALTER TABLE invoices ALTER COLUMN id SET DEFAULT nextval('invoices_id_seq'::regclass);
ALTER SEQUENCE invoices_id_seq OWNED BY invoices.id;
