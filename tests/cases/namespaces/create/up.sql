-- create_namespace_shipping
CREATE SCHEMA shipping;
