-- drop_range_type_price_range
DROP TYPE price_range;

-- create_range_type_shop_price_range
CREATE TYPE shop.price_range AS RANGE (SUBTYPE = numeric, MULTIRANGE_TYPE_NAME = shop.prices);
