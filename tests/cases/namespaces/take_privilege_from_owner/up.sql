-- alter_namespace_billing
REVOKE CREATE ON SCHEMA billing FROM CURRENT_USER;
