-- create_range_type_price_range
DROP TYPE "Price Range";
