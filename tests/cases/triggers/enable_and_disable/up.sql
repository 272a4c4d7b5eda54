-- users_alter_trigger_a
ALTER TABLE users DISABLE TRIGGER a;

-- users_alter_trigger_b
ALTER TABLE users ENABLE TRIGGER b;

-- users_alter_trigger_c
ALTER TABLE users ENABLE REPLICA TRIGGER c;
