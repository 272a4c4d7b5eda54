-- rename_composite_type_address_to_shop_place
ALTER TYPE address SET SCHEMA shop;
ALTER TYPE shop.address RENAME TO place;
