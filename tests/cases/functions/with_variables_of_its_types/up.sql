-- create_enum_shop_status
CREATE TYPE shop_status AS ENUM ('open', 'closed');

-- create_orders
-- Down: loses every row of orders
CREATE TABLE orders (
    id integer NOT NULL,
    status shop_status NOT NULL,
    CONSTRAINT orders_pkey PRIMARY KEY (id)
);

-- create_function_a
CREATE FUNCTION a()
RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
  first shop_status := 'open';
  "Last" orders%ROWTYPE;
BEGIN
  DECLARE within places.id%TYPE; BEGIN
    RETURN first;
  END;
END
$$;

-- create_function_z
CREATE FUNCTION z()
RETURNS integer
LANGUAGE plpgsql
AS $$DECLARE p places; BEGIN RETURN 1; END$$;

-- create_places
-- Down: loses every row of places
CREATE TABLE places (
    id integer NOT NULL DEFAULT z(),
    CONSTRAINT places_pkey PRIMARY KEY (id)
);
