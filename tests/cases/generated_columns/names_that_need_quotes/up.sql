-- items_add_column_full_name
-- Hazard: rewrites items under an exclusive lock
ALTER TABLE items ADD COLUMN "Full; Name" text GENERATED ALWAYS AS ("First Name" || ' it''s') STORED;
