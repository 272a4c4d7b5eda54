-- create_view_shop_totals
DROP VIEW shop.totals;

-- create_shop_items
DROP TABLE shop.items;

-- create_enum_shop_state
DROP TYPE shop.state;

-- create_sequence_shop_numbers
DROP SEQUENCE shop.numbers;

-- create_function_shop_with_tax
DROP FUNCTION shop.with_tax(shop.amount);

-- create_domain_shop_amount
DROP DOMAIN shop.amount;

-- create_namespace_shop
DROP SCHEMA shop;
