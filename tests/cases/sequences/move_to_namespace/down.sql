-- create_sequence_shop_order_numbers
DROP SEQUENCE shop.order_numbers;

-- drop_sequence_order_numbers
CREATE SEQUENCE order_numbers START WITH 100;
