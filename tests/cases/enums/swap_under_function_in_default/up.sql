-- documents_alter_column_kind
-- Hazard: rewrites documents under an exclusive lock
ALTER TABLE documents ALTER COLUMN kind DROP DEFAULT;
DROP FUNCTION own_kind();
ALTER TYPE kind RENAME TO kind__old;
CREATE TYPE kind AS ENUM ('user', 'admin');
ALTER TABLE documents ALTER COLUMN kind TYPE kind USING kind::text::kind;
DROP TYPE kind__old;
CREATE FUNCTION own_kind()
RETURNS kind
LANGUAGE sql
STABLE
AS $$SELECT 'user'::kind$$;
ALTER TABLE documents ALTER COLUMN kind SET DEFAULT own_kind();
