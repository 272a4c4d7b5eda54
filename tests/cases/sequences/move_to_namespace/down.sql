-- rename_sequence_order_numbers_to_shop_order_numbers
ALTER SEQUENCE shop.order_numbers SET SCHEMA public;
