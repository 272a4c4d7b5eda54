-- rename_domain_quantity_to_amount
ALTER DOMAIN quantity RENAME TO amount;
