-- alter_composite_type_address
ALTER TYPE address ALTER ATTRIBUTE code TYPE integer;
