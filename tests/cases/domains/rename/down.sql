-- rename_domain_amount_to_quantity
ALTER DOMAIN quantity RENAME TO amount;
