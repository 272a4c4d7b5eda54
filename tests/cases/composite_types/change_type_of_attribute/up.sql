-- alter_composite_type_address
-- Hazard: fails while a column is of type address
-- Down: fails while a column is of type address
ALTER TYPE address ALTER ATTRIBUTE code TYPE bigint;
