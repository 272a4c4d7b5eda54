-- rename_domain_quantity_to_shop_quantity
ALTER DOMAIN shop.quantity SET SCHEMA public;
