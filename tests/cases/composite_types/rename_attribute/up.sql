-- alter_composite_type_address
ALTER TYPE address RENAME ATTRIBUTE town TO city;
