-- create_orders
-- Down: loses every row of orders
CREATE TABLE orders (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY (INCREMENT BY 5 MINVALUE 10 MAXVALUE 99999 START WITH 1000 CACHE 7 CYCLE),
    CONSTRAINT orders_pkey PRIMARY KEY (id)
);
