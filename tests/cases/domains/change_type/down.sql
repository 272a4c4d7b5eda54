-- items_add_index_items_quantity
DROP INDEX items_quantity;

-- items_alter_column_quantity
ALTER TABLE items
    ALTER COLUMN quantity DROP DEFAULT,
    ALTER COLUMN quantity TYPE text USING quantity::text;

-- alter_domain_quantity
DROP DOMAIN quantity;
CREATE DOMAIN quantity AS integer CONSTRAINT positive CHECK (VALUE > 0);
COMMENT ON DOMAIN quantity IS 'how many';

-- items_alter_column_quantity
ALTER TABLE items
    ALTER COLUMN quantity TYPE quantity USING quantity::quantity,
    ALTER COLUMN quantity SET DEFAULT 1;

-- items_drop_index_items_quantity
CREATE INDEX items_quantity ON items (quantity);
