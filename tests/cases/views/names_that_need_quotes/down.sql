-- alter_view_view
CREATE OR REPLACE VIEW "View; --" AS
SELECT "User Id" FROM "select";
COMMENT ON COLUMN "View; --"."Ü" IS NULL;
REVOKE SELECT ON TABLE "View; --" FROM "Fluent Test Writer";
