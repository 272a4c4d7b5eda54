-- drop_composite_type_address
DROP TYPE address;
