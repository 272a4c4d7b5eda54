-- order_create_rule_keep_it
DROP RULE "Keep; it" ON "order";
