-- alter_composite_type_address
-- Down: loses data in address.place of every row
-- Down: loses data in address.former of every row
ALTER TYPE address
    ADD ATTRIBUTE place place,
    ADD ATTRIBUTE former place[];
