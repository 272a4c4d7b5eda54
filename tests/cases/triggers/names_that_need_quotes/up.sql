-- order_create_trigger_touch_it
CREATE TRIGGER "Touch; it"
    BEFORE UPDATE OF "User Id" ON "order"
    FOR EACH ROW
    EXECUTE FUNCTION "My Tools"."Touch It"();
COMMENT ON TRIGGER "Touch; it" ON "order" IS 'it''s';
