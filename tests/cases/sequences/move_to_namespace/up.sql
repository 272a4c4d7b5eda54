-- drop_sequence_order_numbers
-- Hazard: loses the position of order_numbers
-- Down: order_numbers comes back at its start
DROP SEQUENCE order_numbers;

-- create_sequence_shop_order_numbers
-- Down: loses the position of shop.order_numbers
CREATE SEQUENCE shop.order_numbers START WITH 100;
