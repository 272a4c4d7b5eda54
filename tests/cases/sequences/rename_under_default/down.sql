-- rename_sequence_order_numbers_to_invoice_numbers
ALTER SEQUENCE invoice_numbers RENAME TO order_numbers;
