-- rename_sequence_order_numbers_to_invoice_numbers
ALTER SEQUENCE order_numbers RENAME TO invoice_numbers;
