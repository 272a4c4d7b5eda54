-- rename_enum_state_to_billing_state
ALTER TYPE billing.state SET SCHEMA public;
