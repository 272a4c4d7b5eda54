-- Double-entry accounting: exclusion constraints, deferred constraint triggers, own domains,
-- composite types and ranges, numeric everywhere, inheritance, event triggers.
CREATE EXTENSION btree_gist;
CREATE SCHEMA ledger;
CREATE DOMAIN ledger.currency AS char(3) CHECK (VALUE ~ '^[A-Z]{3}$');
CREATE DOMAIN ledger.amount AS numeric(20,4) DEFAULT 0 NOT NULL
    CONSTRAINT finite CHECK (VALUE <> 'NaN'::numeric);
ALTER DOMAIN ledger.amount ADD CONSTRAINT small CHECK (VALUE < 1e15) NOT VALID;
CREATE TYPE ledger.money AS (amount ledger.amount, currency ledger.currency);
CREATE TYPE ledger.side AS ENUM ('debit', 'credit');
CREATE FUNCTION ledger.day_difference(date, date) RETURNS double precision
    LANGUAGE sql IMMUTABLE STRICT AS 'SELECT ($1 - $2)::double precision';
CREATE TYPE ledger.days AS RANGE (subtype = date, subtype_diff = ledger.day_difference);

CREATE TABLE ledger.audited (
    created_by text DEFAULT CURRENT_USER NOT NULL,
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT somebody CHECK (created_by <> '')
);
CREATE TABLE ledger.accounts (
    id integer GENERATED ALWAYS AS IDENTITY (START WITH 1000) PRIMARY KEY,
    parent_id integer REFERENCES ledger.accounts ON DELETE RESTRICT,
    code varchar(20) NOT NULL,
    name text NOT NULL,
    currency ledger.currency NOT NULL DEFAULT 'CHF',
    opened ledger.days,
    CONSTRAINT accounts_code UNIQUE (code) INCLUDE (name) DEFERRABLE INITIALLY IMMEDIATE,
    CONSTRAINT not_own_parent CHECK (parent_id IS DISTINCT FROM id)
) INHERITS (ledger.audited);
CREATE TABLE ledger.rates (
    currency ledger.currency NOT NULL,
    valid tstzrange NOT NULL,
    rate numeric NOT NULL CHECK (rate > 0::numeric),
    CONSTRAINT one_rate EXCLUDE USING gist (currency WITH =, valid WITH &&)
        WHERE (NOT isempty(valid)) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE ledger.transactions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    booked date NOT NULL DEFAULT CURRENT_DATE,
    text text COMPRESSION pglz,
    reference uuid UNIQUE NULLS NOT DISTINCT
) INHERITS (ledger.audited);
ALTER TABLE ledger.transactions ALTER COLUMN created_by SET DEFAULT SESSION_USER;
CREATE UNLOGGED TABLE ledger.imports (line int, raw json, at interval hour to minute, b bit(3), v bit varying(5));
CREATE TABLE ledger.entries (
    transaction_id bigint NOT NULL REFERENCES ledger.transactions ON DELETE CASCADE
        DEFERRABLE INITIALLY DEFERRED,
    line smallint NOT NULL,
    account_id integer NOT NULL REFERENCES ledger.accounts ON UPDATE CASCADE,
    side ledger.side NOT NULL,
    amount ledger.amount,
    original ledger.money,
    signed numeric GENERATED ALWAYS AS (CASE side WHEN 'debit' THEN amount ELSE -amount END) STORED,
    PRIMARY KEY (transaction_id, line)
);
CREATE INDEX entries_account ON ledger.entries USING brin (account_id, transaction_id)
    WITH (pages_per_range = 32, autosummarize = true);
CREATE INDEX entries_hash ON ledger.entries USING hash (side);
ALTER TABLE ledger.entries CLUSTER ON entries_pkey;
ALTER TABLE ledger.entries REPLICA IDENTITY USING INDEX entries_pkey;
ALTER TABLE ledger.rates REPLICA IDENTITY FULL;

CREATE FUNCTION ledger.balanced() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    total numeric;
BEGIN
    SELECT sum(e.signed) INTO total FROM ledger.entries e
    WHERE e.transaction_id = coalesce(NEW.transaction_id, OLD.transaction_id);
    IF total <> 0 THEN
        RAISE EXCEPTION 'transaction % is off by %', NEW.transaction_id, total
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$body$;
CREATE CONSTRAINT TRIGGER balanced AFTER INSERT OR UPDATE OR DELETE ON ledger.entries
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger.balanced();
CREATE FUNCTION ledger.log_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM count(*) FROM gone; PERFORM count(*) FROM came; RETURN NULL; END $$;
CREATE TRIGGER log_lines AFTER UPDATE ON ledger.entries REFERENCING OLD TABLE AS gone NEW TABLE AS came
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.log_lines();
ALTER TABLE ledger.entries ENABLE ALWAYS TRIGGER log_lines;

CREATE VIEW ledger.balances AS
    WITH RECURSIVE tree AS (
        SELECT a.id, a.id AS root FROM ledger.accounts a WHERE a.parent_id IS NULL
        UNION ALL
        SELECT a.id, t.root FROM ledger.accounts a JOIN tree t ON a.parent_id = t.id)
    SELECT t.root AS account_id, e.side, sum(e.signed) AS balance,
        sum(sum(e.signed)) OVER (PARTITION BY t.root ORDER BY e.side) AS running
    FROM tree t JOIN ledger.entries e ON e.account_id = t.id GROUP BY t.root, e.side;
CREATE VIEW ledger.negative AS SELECT * FROM ledger.balances WHERE balance < 0;
CREATE MATERIALIZED VIEW ledger.monthly WITH (fillfactor = 100) AS
    SELECT date_trunc('month', t.booked)::date AS month, e.account_id, sum(e.signed) AS total
    FROM ledger.transactions t JOIN ledger.entries e ON e.transaction_id = t.id GROUP BY 1, 2;
CREATE UNIQUE INDEX monthly_key ON ledger.monthly (month, account_id);
CREATE FUNCTION ledger.add(a ledger.money, b ledger.money) RETURNS ledger.money
    LANGUAGE sql IMMUTABLE BEGIN ATOMIC
    SELECT CASE WHEN (a).currency = (b).currency
        THEN ROW((a).amount + (b).amount, (a).currency)::ledger.money END;
END;
CREATE AGGREGATE ledger.total(ledger.money) (SFUNC = ledger.add, STYPE = ledger.money,
    PARALLEL = SAFE, COMBINEFUNC = ledger.add);
CREATE AGGREGATE ledger.share(float8 ORDER BY anyelement) (
    SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final,
    FINALFUNC_EXTRA);
CREATE FUNCTION ledger.post(VARIADIC amounts numeric[]) RETURNS bigint LANGUAGE sql AS
    $$ SELECT 1::bigint $$;
CREATE FUNCTION ledger.guard() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN IF tg_tag = 'DROP TABLE' THEN NULL; END IF; END $$;
CREATE EVENT TRIGGER ledger_guard ON ddl_command_start WHEN TAG IN ('DROP TABLE', 'DROP INDEX')
    EXECUTE FUNCTION ledger.guard();
ALTER EVENT TRIGGER ledger_guard DISABLE;
COMMENT ON EVENT TRIGGER ledger_guard IS 'nobody drops a table';
COMMENT ON CONSTRAINT one_rate ON ledger.rates IS 'at a time';
COMMENT ON INDEX ledger.entries_hash IS 'why not';
COMMENT ON TRIGGER balanced ON ledger.entries IS 'debit = credit';
