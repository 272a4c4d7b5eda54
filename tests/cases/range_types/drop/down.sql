-- drop_range_type_price_range
CREATE TYPE price_range AS RANGE (SUBTYPE = numeric);
COMMENT ON TYPE price_range IS 'old';
