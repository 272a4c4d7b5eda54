-- alter_composite_type_address
-- Down: loses data in address.city of every row
ALTER TYPE address ADD ATTRIBUTE city text;
COMMENT ON COLUMN address.city IS 'new';
