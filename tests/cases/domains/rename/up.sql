-- rename_domain_amount_to_quantity
ALTER DOMAIN amount RENAME TO quantity;

-- items_alter_column_quantity
-- Hazard: fails where items.quantity does not read as quantity
-- Hazard: rewrites items under an exclusive lock
-- Down: fails where items.quantity does not read as amount
ALTER TABLE items
    ALTER COLUMN quantity DROP DEFAULT,
    ALTER COLUMN quantity TYPE quantity USING quantity::text::quantity,
    ALTER COLUMN quantity SET DEFAULT 1;
