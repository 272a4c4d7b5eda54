-- create_namespace_shipping
DROP SCHEMA shipping;
