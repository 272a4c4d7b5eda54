-- items_alter_column_quantity
ALTER TABLE items
    ALTER COLUMN quantity DROP DEFAULT,
    ALTER COLUMN quantity TYPE amount USING quantity::text::amount,
    ALTER COLUMN quantity SET DEFAULT 1;

-- rename_domain_amount_to_quantity
ALTER DOMAIN quantity RENAME TO amount;
