-- users_alter_trigger_c
ALTER TABLE users ENABLE ALWAYS TRIGGER c;

-- users_alter_trigger_b
ALTER TABLE users DISABLE TRIGGER b;

-- users_alter_trigger_a
ALTER TABLE users ENABLE TRIGGER a;
