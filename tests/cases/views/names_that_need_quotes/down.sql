-- alter_view_view
DROP VIEW "View; --";
CREATE VIEW "View; --" AS
SELECT "User Id" FROM "select";
