-- items_alter_column_price
-- Hazard: fails where items.price is out of range for numeric(10,2)
-- Hazard: rewrites items under an exclusive lock
-- Down: rounds items.price to integer
DROP TRIGGER redirect ON a;
DROP RULE keep ON a;
DROP VIEW a;
ALTER TABLE items ALTER COLUMN price TYPE numeric(10,2);
CREATE VIEW a AS
SELECT id, price FROM items;
ALTER VIEW a ALTER COLUMN price SET DEFAULT 5;
CREATE TRIGGER redirect INSTEAD OF INSERT ON a FOR EACH ROW EXECUTE FUNCTION redirect();
COMMENT ON TRIGGER redirect ON a IS 'kept';
CREATE RULE keep AS
ON DELETE TO a DO INSTEAD NOTHING;
