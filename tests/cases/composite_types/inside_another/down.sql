-- alter_composite_type_address
ALTER TYPE address
    DROP ATTRIBUTE place,
    DROP ATTRIBUTE former;
