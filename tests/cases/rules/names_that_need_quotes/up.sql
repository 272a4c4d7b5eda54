-- order_create_rule_keep_it
CREATE RULE "Keep; it" AS
ON DELETE TO "order" DO INSTEAD NOTHING;
COMMENT ON RULE "Keep; it" ON "order" IS 'it''s';
