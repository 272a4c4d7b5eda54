-- alter_view_view
CREATE OR REPLACE VIEW "View; --" AS
SELECT "User Id", 'it''s -- not a comment' AS "Ü" FROM "select";
COMMENT ON COLUMN "View; --"."Ü" IS 'it''s';
GRANT SELECT ON TABLE "View; --" TO "Fluent Test Writer";
