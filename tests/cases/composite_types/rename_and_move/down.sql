-- rename_composite_type_address_to_shop_place
ALTER TYPE shop.place SET SCHEMA public;
ALTER TYPE place RENAME TO address;
