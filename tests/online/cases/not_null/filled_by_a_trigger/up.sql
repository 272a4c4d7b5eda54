-- Migration: 20260101000000_orders_alter_column_total.sql
-- Generated: 2026-01-01T00:00:00Z
-- Table: orders
-- Type: alter_column
-- Hazard: fails where the backfill of orders.total gives NULL
-- Down: rows that held NULL in orders.total keep their backfill

-- Step: 1 short
CREATE FUNCTION _fl_766527f170b8() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp AS $fl$
BEGIN
    IF NEW.total IS NULL THEN
        SELECT (price * amount) INTO NEW.total FROM (SELECT NEW.*) AS orders;
    END IF;
    RETURN NEW;
END
$fl$;

CREATE TRIGGER zz_fl_766527f170b8 BEFORE INSERT OR UPDATE ON orders
    FOR EACH ROW EXECUTE FUNCTION _fl_766527f170b8();

-- Step: 2 backfill
UPDATE orders SET total = (price * amount) WHERE total IS NULL;

-- Step: 3 short
ALTER TABLE orders ADD CONSTRAINT _fl_a746191299f2 CHECK (total IS NOT NULL) NOT VALID;

-- Step: 4 long
ALTER TABLE orders VALIDATE CONSTRAINT _fl_a746191299f2;

-- Step: 5 short
ALTER TABLE orders ALTER COLUMN total SET NOT NULL;

ALTER TABLE orders DROP CONSTRAINT _fl_a746191299f2;

DROP TRIGGER zz_fl_766527f170b8 ON orders;

DROP FUNCTION _fl_766527f170b8();
