-- A shop that rents films: an old schema with serial columns, domains, an own aggregate, views,
-- full text in a trigger, and payments by month.
CREATE EXTENSION pg_trgm WITH SCHEMA public;

CREATE TYPE rating AS ENUM ('G', 'PG', 'PG-13', 'R', 'NC-17');
CREATE DOMAIN release_year AS integer
    CONSTRAINT release_year_check CHECK (VALUE >= 1901 AND VALUE <= 2155);
COMMENT ON DOMAIN release_year IS 'when a film came out';
CREATE DOMAIN short_code AS varchar(8) COLLATE "C" DEFAULT 'none' NOT NULL;

CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $_$
BEGIN
    NEW.last_update = CURRENT_TIMESTAMP;  -- every "row" it's on
    RETURN NEW;
END $_$;
CREATE FUNCTION join_with_commas(text, text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN $2 IS NULL OR $2 = '' THEN $1
               WHEN $1 IS NULL OR $1 = '' THEN $2
               ELSE $1 || ', ' || $2 END $$;
CREATE AGGREGATE group_concat(text) (SFUNC = join_with_commas, STYPE = text);
COMMENT ON AGGREGATE group_concat(text) IS 'all of them with commas';
CREATE FUNCTION last_day(timestamptz) RETURNS date LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT (date_trunc('month', $1 AT TIME ZONE 'UTC') + '1 month'::interval - '1 day'::interval)::date
$$;

CREATE TABLE country (
    country_id serial PRIMARY KEY,
    country text NOT NULL,
    last_update timestamptz DEFAULT now() NOT NULL
);
CREATE TABLE city (
    city_id serial PRIMARY KEY,
    city text NOT NULL,
    country_id integer NOT NULL REFERENCES country ON UPDATE CASCADE ON DELETE RESTRICT,
    last_update timestamptz DEFAULT now() NOT NULL
);
CREATE INDEX idx_fk_country_id ON city (country_id);
CREATE TABLE store (
    store_id serial PRIMARY KEY,
    manager_id integer NOT NULL,
    city_id integer NOT NULL REFERENCES city ON UPDATE CASCADE ON DELETE RESTRICT,
    code short_code,
    last_update timestamptz DEFAULT now() NOT NULL
);
CREATE UNIQUE INDEX idx_unq_manager ON store (manager_id);
CREATE TABLE staff (
    staff_id serial PRIMARY KEY,
    first_name text NOT NULL,
    last_name text NOT NULL,
    email varchar(50),
    store_id integer NOT NULL REFERENCES store,
    active boolean DEFAULT true NOT NULL,
    password varchar(40),
    picture bytea,
    last_update timestamptz DEFAULT now() NOT NULL
);
ALTER TABLE staff ALTER COLUMN picture SET STORAGE EXTERNAL;
ALTER TABLE store ADD CONSTRAINT store_manager_id_fkey FOREIGN KEY (manager_id)
    REFERENCES staff ON UPDATE CASCADE ON DELETE RESTRICT;
CREATE SEQUENCE film_film_id_seq;
CREATE TABLE film (
    film_id integer DEFAULT nextval('film_film_id_seq'::regclass) NOT NULL,
    title text NOT NULL,
    description text,
    release_year release_year,
    rental_duration smallint DEFAULT 3 NOT NULL,
    rental_rate numeric(4,2) DEFAULT 4.99 NOT NULL,
    length smallint,
    replacement_cost numeric(5,2) DEFAULT 19.99 NOT NULL,
    rating rating DEFAULT 'G'::rating,
    special_features text[],
    fulltext tsvector NOT NULL,
    last_update timestamptz DEFAULT now() NOT NULL,
    CONSTRAINT film_pkey PRIMARY KEY (film_id) WITH (fillfactor = 90),
    CONSTRAINT film_length CHECK (length IS NULL OR length > 0)
);
ALTER SEQUENCE film_film_id_seq OWNED BY film.film_id;
ALTER TABLE film ALTER COLUMN rating SET STATISTICS 200;
CREATE INDEX film_fulltext_idx ON film USING gist (fulltext);
CREATE INDEX film_title_trgm ON film USING gin (title gin_trgm_ops) WITH (fastupdate = off);
CREATE INDEX film_features ON film USING gin (special_features);
CREATE INDEX film_title_sorted ON film (lower(title) COLLATE "C" text_pattern_ops DESC NULLS LAST)
    INCLUDE (rating) WHERE rating <> 'NC-17';
CREATE TABLE actor (
    actor_id serial PRIMARY KEY,
    first_name text NOT NULL,
    last_name text NOT NULL,
    last_update timestamptz DEFAULT now() NOT NULL
);
CREATE TABLE film_actor (
    actor_id integer NOT NULL REFERENCES actor ON UPDATE CASCADE ON DELETE RESTRICT,
    film_id integer NOT NULL REFERENCES film ON UPDATE CASCADE ON DELETE RESTRICT,
    last_update timestamptz DEFAULT now() NOT NULL,
    PRIMARY KEY (actor_id, film_id)
);
CREATE TABLE inventory (
    inventory_id serial PRIMARY KEY,
    film_id integer NOT NULL REFERENCES film,
    store_id integer NOT NULL REFERENCES store
);
CREATE TABLE rental (
    rental_id serial PRIMARY KEY,
    period tsrange NOT NULL,
    inventory_id integer NOT NULL REFERENCES inventory,
    staff_id integer NOT NULL REFERENCES staff
);
CREATE SEQUENCE payment_seq;
CREATE TABLE payment (
    payment_id integer DEFAULT nextval('payment_seq') NOT NULL,
    rental_id integer NOT NULL,
    amount numeric(5,2) NOT NULL,
    payment_date timestamptz NOT NULL,
    PRIMARY KEY (payment_date, payment_id)
) PARTITION BY RANGE (payment_date);
CREATE TABLE payment_2022_01 (
    payment_id integer DEFAULT nextval('payment_seq') NOT NULL,
    rental_id integer NOT NULL,
    amount numeric(5,2) NOT NULL,
    payment_date timestamptz NOT NULL,
    CONSTRAINT payment_2022_01_rental_id_fkey FOREIGN KEY (rental_id) REFERENCES rental
);
ALTER TABLE payment ATTACH PARTITION payment_2022_01
    FOR VALUES FROM ('2022-01-01 00:00:00+00') TO ('2022-02-01 00:00:00+00');
CREATE INDEX idx_fk_payment_2022_01_rental ON payment_2022_01 (rental_id);
CREATE TABLE payment_rest PARTITION OF payment DEFAULT;

CREATE TRIGGER film_fulltext BEFORE INSERT OR UPDATE OF title, description ON film FOR EACH ROW
    EXECUTE FUNCTION tsvector_update_trigger('fulltext', 'pg_catalog.english', 'title', 'description');
CREATE TRIGGER last_updated BEFORE UPDATE ON film FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER last_updated BEFORE UPDATE ON actor FOR EACH ROW
    WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION touch();
ALTER TABLE actor DISABLE TRIGGER last_updated;

CREATE VIEW actor_info AS
    SELECT a.actor_id, a.first_name, a.last_name, group_concat(DISTINCT f.title) AS films
    FROM actor a
    LEFT JOIN film_actor fa ON a.actor_id = fa.actor_id
    LEFT JOIN film f ON fa.film_id = f.film_id
    GROUP BY a.actor_id, a.first_name, a.last_name;
CREATE VIEW staff_list AS
    SELECT s.staff_id AS id, (s.first_name || ' '::text) || s.last_name AS name, s.store_id AS sid
    FROM staff s WHERE s.active;
COMMENT ON VIEW staff_list IS 'who is here';
COMMENT ON COLUMN staff_list.sid IS 'store';
CREATE MATERIALIZED VIEW rental_by_store AS
    SELECT i.store_id, count(*) AS rentals FROM rental r JOIN inventory i USING (inventory_id)
    GROUP BY i.store_id WITH NO DATA;
CREATE UNIQUE INDEX rental_by_store_key ON rental_by_store (store_id);
CREATE FUNCTION film_in_stock(p_film_id integer, p_store_id integer, OUT p_film_count integer)
    RETURNS SETOF integer LANGUAGE sql STABLE ROWS 50 AS $_$
     SELECT inventory_id FROM inventory WHERE film_id = $1 AND store_id = $2;
$_$;
CREATE PROCEDURE close_store(store integer, INOUT closed integer DEFAULT 0)
LANGUAGE plpgsql AS $$ BEGIN UPDATE staff SET active = false WHERE store_id = store; END $$;
