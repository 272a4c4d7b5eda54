-- create_enum_order_group
CREATE TYPE order_group AS ENUM ('it''s', 'a "b"', '-- c');

-- create_order
-- Down: loses every row of "order"
CREATE TABLE "order" (
    "select" bigint NOT NULL,
    "quo""te" text,
    "E-Mail 📧" text NOT NULL DEFAULT '\ '' ;',
    "group" order_group NOT NULL DEFAULT 'it''s',
    CONSTRAINT order_pkey PRIMARY KEY ("select"),
    CONSTRAINT "Check; --" CHECK ("E-Mail 📧" <> '' -- never empty
)
);
COMMENT ON COLUMN "order"."quo""te" IS 'it''s';

-- order_add_index_select_from
CREATE INDEX "select * from" ON "order" ("E-Mail 📧") WHERE "select" > 5;

-- order_add_fk_select
ALTER TABLE "order"
    ADD CONSTRAINT "FOREIGN KEY" FOREIGN KEY ("select") REFERENCES "order" ("select")
        ON DELETE NO ACTION ON UPDATE NO ACTION;
