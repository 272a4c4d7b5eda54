-- alter_composite_type_address
ALTER TYPE address RENAME ATTRIBUTE city TO town;
