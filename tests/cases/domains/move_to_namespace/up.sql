-- rename_domain_quantity_to_shop_quantity
ALTER DOMAIN quantity SET SCHEMA shop;
