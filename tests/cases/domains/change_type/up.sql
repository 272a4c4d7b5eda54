-- alter_domain_quantity
-- Hazard: rewrites items under an exclusive lock
-- Hazard: rewrites items under an exclusive lock
-- Down: items.quantity comes back as quantity from what USING made of it
-- Down: fails where items.quantity does not read as quantity
-- Down: items.quantity comes back as text from what USING made of it
DROP INDEX items_quantity;
ALTER TABLE items
    ALTER COLUMN quantity DROP DEFAULT,
    ALTER COLUMN quantity TYPE text USING quantity::text;
DROP DOMAIN quantity;
CREATE DOMAIN quantity AS bigint CONSTRAINT positive CHECK (VALUE > 0);
COMMENT ON DOMAIN quantity IS 'how many';
ALTER TABLE items
    ALTER COLUMN quantity TYPE quantity USING quantity::quantity,
    ALTER COLUMN quantity SET DEFAULT 1;
CREATE INDEX items_quantity ON items (quantity);
