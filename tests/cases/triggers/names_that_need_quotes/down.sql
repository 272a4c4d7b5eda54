-- order_create_trigger_touch_it
DROP TRIGGER "Touch; it" ON "order";
