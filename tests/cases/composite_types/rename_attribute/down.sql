-- alter_composite_type_address
ALTER TYPE address
    DROP ATTRIBUTE city,
    ADD ATTRIBUTE town text;
