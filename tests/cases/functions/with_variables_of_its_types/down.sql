-- create_places
DROP TABLE places;

-- create_function_z
DROP FUNCTION z();

-- create_function_a
DROP FUNCTION a();

-- create_orders
DROP TABLE orders;

-- create_enum_shop_status
DROP TYPE shop_status;
