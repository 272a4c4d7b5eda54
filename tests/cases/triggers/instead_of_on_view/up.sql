-- names_create_trigger_redirect
CREATE TRIGGER redirect
    INSTEAD OF INSERT OR UPDATE OR DELETE ON names
    FOR EACH ROW
    EXECUTE FUNCTION redirect();
