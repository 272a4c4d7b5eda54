-- events_create_policy_recent
DROP POLICY recent ON events;

-- events_create_trigger_touch
DROP TRIGGER touch ON events;

-- alter_events
ALTER TABLE events DISABLE ROW LEVEL SECURITY;
