-- rename_domain_quantity_to_amount
ALTER DOMAIN amount RENAME TO quantity;
