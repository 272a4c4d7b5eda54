-- create_range_type_shop_price_range
DROP TYPE shop.price_range;

-- drop_range_type_price_range
CREATE TYPE price_range AS RANGE (SUBTYPE = numeric, MULTIRANGE_TYPE_NAME = prices);
