-- rename_enum_state_to_billing_state
ALTER TYPE state SET SCHEMA billing;
