-- alter_sequence_order_numbers
-- Down: brings the position of order_numbers between 5 and 50
ALTER SEQUENCE order_numbers INCREMENT BY 1 NO MINVALUE NO MAXVALUE START WITH 1 CACHE 1 NO CYCLE;
