-- create_view_order_select
DROP VIEW "Order; --"."Select";

-- create_order_user
DROP TABLE "Order; --"."user";

-- create_namespace_order
DROP SCHEMA "Order; --";

-- drop_namespace_old_space_x
CREATE SCHEMA "Old ""Space"".x";
COMMENT ON SCHEMA "Old ""Space"".x" IS 'a';
