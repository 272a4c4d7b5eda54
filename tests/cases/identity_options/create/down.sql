-- create_orders
DROP TABLE orders;
