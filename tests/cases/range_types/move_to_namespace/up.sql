-- rename_range_type_price_range_to_shop_price_range
ALTER TYPE price_range SET SCHEMA shop;
ALTER TYPE prices SET SCHEMA shop;
