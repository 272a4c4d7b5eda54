-- alter_sequence_order_numbers
-- Down: brings the position of order_numbers between 5 and 50
ALTER SEQUENCE order_numbers INCREMENT BY 3 MINVALUE 4 MAXVALUE 60 START WITH 6 CACHE 4 NO CYCLE;
