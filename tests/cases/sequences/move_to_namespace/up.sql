-- rename_sequence_order_numbers_to_shop_order_numbers
ALTER SEQUENCE order_numbers SET SCHEMA shop;
