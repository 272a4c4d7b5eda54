-- rename_range_type_price_range_to_shop_price_range
ALTER TYPE shop.price_range SET SCHEMA public;
ALTER TYPE shop.prices SET SCHEMA public;
