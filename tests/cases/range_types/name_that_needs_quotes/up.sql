-- create_range_type_price_range
CREATE TYPE "Price Range" AS RANGE (SUBTYPE = numeric, MULTIRANGE_TYPE_NAME = "Price Ranges");
