-- alter_range_type_price_range
DROP TYPE price_range;
CREATE TYPE price_range AS RANGE (SUBTYPE = numeric);
COMMENT ON TYPE price_range IS 'from and to';
