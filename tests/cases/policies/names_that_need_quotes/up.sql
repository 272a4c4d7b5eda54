-- order_create_policy_own_rows
CREATE POLICY "Own; rows" ON "order" TO "Fluent Test Writer" USING ("Id" > 1);
COMMENT ON POLICY "Own; rows" ON "order" IS 'it''s';
