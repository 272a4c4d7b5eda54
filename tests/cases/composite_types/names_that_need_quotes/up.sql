-- alter_composite_type_user
-- Down: loses data in "User"."order" of every row
ALTER TYPE "User" ADD ATTRIBUTE "order" text;
COMMENT ON COLUMN "User"."order" IS 'it''s';
