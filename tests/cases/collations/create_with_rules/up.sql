-- create_collation_reversed
CREATE COLLATION reversed (PROVIDER = icu, LOCALE = 'und', RULES = '&b < a');
