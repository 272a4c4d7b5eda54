-- order_add_fk_select
ALTER TABLE "order" DROP CONSTRAINT "FOREIGN KEY";

-- order_add_index_select_from
DROP INDEX "select * from";

-- create_order
DROP TABLE "order";

-- create_enum_order_group
DROP TYPE order_group;
