-- rename_domain_amount_to_quantity
ALTER DOMAIN amount RENAME TO quantity;
