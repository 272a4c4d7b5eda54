-- alter_composite_type_address
-- Hazard: loses data in address.town of every row
-- Down: address.town comes back as NULL in every row
-- Down: loses data in address.city of every row
ALTER TYPE address
    DROP ATTRIBUTE town,
    ADD ATTRIBUTE city text;
