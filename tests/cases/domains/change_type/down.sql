-- alter_domain_quantity
DROP INDEX items_quantity;
ALTER TABLE items
    ALTER COLUMN quantity DROP DEFAULT,
    ALTER COLUMN quantity TYPE text USING quantity::text;
DROP DOMAIN quantity;
CREATE DOMAIN quantity AS integer CONSTRAINT positive CHECK (VALUE > 0);
COMMENT ON DOMAIN quantity IS 'how many';
ALTER TABLE items
    ALTER COLUMN quantity TYPE quantity USING quantity::quantity,
    ALTER COLUMN quantity SET DEFAULT 1;
CREATE INDEX items_quantity ON items (quantity);
