-- names_create_trigger_redirect
DROP TRIGGER redirect ON names;
