-- alter_composite_type_address
-- Hazard: loses data in address.city of every row
-- Down: address.city comes back as NULL in every row
ALTER TYPE address DROP ATTRIBUTE city;
