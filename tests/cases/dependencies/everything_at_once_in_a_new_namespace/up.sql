-- create_namespace_shop
CREATE SCHEMA shop;
GRANT USAGE ON SCHEMA shop TO fluent_test_reader;

-- create_domain_shop_amount
CREATE DOMAIN shop.amount AS numeric(12,2) CONSTRAINT amount_positive CHECK (VALUE >= 0);

-- create_function_shop_with_tax
CREATE FUNCTION shop.with_tax(p shop.amount)
RETURNS shop.amount
LANGUAGE sql
IMMUTABLE
AS $$SELECT (p * 1.08)::shop.amount$$;

-- create_sequence_shop_numbers
-- Down: loses the position of shop.numbers
CREATE SEQUENCE shop.numbers START WITH 1000;

-- create_enum_shop_state
CREATE TYPE shop.state AS ENUM ('open', 'paid');

-- create_shop_items
-- Down: loses every row of shop.items
CREATE TABLE shop.items (
    id bigint NOT NULL DEFAULT nextval('shop.numbers'),
    price shop.amount NOT NULL DEFAULT 0,
    full_price shop.amount GENERATED ALWAYS AS (shop.with_tax(price)) STORED,
    state shop.state NOT NULL DEFAULT 'open',
    CONSTRAINT items_pkey PRIMARY KEY (id)
);

-- create_view_shop_totals
CREATE VIEW shop.totals AS
SELECT id, shop.with_tax(price) AS total FROM shop.items WHERE state = 'open';
GRANT SELECT ON TABLE shop.totals TO fluent_test_reader;
