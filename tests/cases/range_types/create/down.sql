-- create_offers
DROP TABLE offers;

-- create_range_type_price_range
DROP TYPE price_range;
