-- order_create_policy_own_rows
DROP POLICY "Own; rows" ON "order";
