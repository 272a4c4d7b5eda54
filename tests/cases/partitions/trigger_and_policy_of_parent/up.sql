-- alter_events
ALTER TABLE events ENABLE ROW LEVEL SECURITY;

-- events_create_trigger_touch
CREATE TRIGGER touch BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION touch();

-- events_create_policy_recent
CREATE POLICY recent ON events USING (year > 2020);
