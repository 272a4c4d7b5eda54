-- Tables, views, sequences and what is inside them. See introspect.py for the words that begin with
-- a colon and for what older servers lack.

-- name: relations
-- Relations of other namespaces are there for their names. What few relations have is one value.
SELECT c.oid, c.relnamespace, c.relname::text, c.relkind::text, t.oid, t.typarray,
       CASE WHEN c.relpersistence <> 'p' OR c.reloptions IS NOT NULL OR o.reloptions IS NOT NULL
                 OR c.relkind = 'p' OR c.relispartition OR c.relrowsecurity
                 OR c.relforcerowsecurity OR c.relreplident NOT IN ('d', 'n')
                 OR c.relkind IN ('r', 'p') AND c.relreplident <> 'd'
                 OR c.reltablespace <> 0 OR c.reloftype <> 0 OR c.relkind = 'm'
                 OR c.relkind = 'f' OR c.relam NOT IN (0, 2)
            THEN jsonb_strip_nulls(jsonb_build_object(
                'persistence', NULLIF(c.relpersistence, 'p'),
                'options', c.reloptions,
                'toast', o.reloptions,
                'partition_by', CASE c.relkind WHEN 'p'
                                THEN COALESCE(pg_get_partkeydef(c.oid), '') END,
                'bound', CASE WHEN c.relispartition
                         THEN COALESCE(pg_get_expr(c.relpartbound, c.oid), '') END,
                'security', NULLIF(c.relrowsecurity, false),
                'forced', NULLIF(c.relforcerowsecurity, false),
                'identity', CASE WHEN c.relkind IN ('r', 'p') THEN NULLIF(c.relreplident, 'd') END,
                'unpopulated', CASE c.relkind WHEN 'm' THEN NULLIF(NOT c.relispopulated, false) END,
                'tablespace', (SELECT s.spcname FROM pg_tablespace s WHERE s.oid = c.reltablespace),
                'of', NULLIF(c.reloftype, 0)::regtype::text,
                'method', (SELECT m.amname FROM pg_am m
                           WHERE m.oid = c.relam AND m.amname <> 'heap'),
                'foreign', (SELECT concat_ws(', ', 'server ' || quote_ident(s.srvname),
                                             'options ' || f.ftoptions::text)
                            FROM pg_foreign_table f JOIN pg_foreign_server s ON s.oid = f.ftserver
                            WHERE f.ftrelid = c.oid))) END
FROM pg_class c
LEFT JOIN pg_type t ON t.oid = c.reltype
LEFT JOIN pg_class o ON o.oid = c.reltoastrelid
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S', 'c')
  AND c.relnamespace = ANY (:all_namespaces)
ORDER BY c.oid;

-- name: inheritance
-- Of tables and of indexes.
SELECT inhrelid, inhparent FROM pg_inherits ORDER BY inhrelid, inhseqno;

-- name: columns
-- Of the options, only those that a user can set (manual, ALTER TABLE): servers keep notes of their
-- own there, such as 15.20's pg_attver, which grows whenever the column is made anew. A default
-- names no column: so the server need not open and lock each table for it.
SELECT a.attrelid, a.attnum, a.attname::text, a.atttypid, format_type(a.atttypid, a.atttypmod),
       a.attcollation, a.attnotnull, v.oid,
       pg_get_expr(v.adbin, CASE WHEN a.attgenerated <> '' THEN v.adrelid ELSE 0 END),
       NULLIF(concat(a.attidentity, a.attgenerated), ''),
       CASE WHEN a.attcollation <> t.typcollation OR a.attstorage <> t.typstorage
                 OR a.attcompression <> '' OR a.attstattarget >= 0 OR a.attoptions IS NOT NULL
                 OR a.attinhcount > 0 OR a.attfdwoptions IS NOT NULL
            THEN jsonb_strip_nulls(jsonb_build_object(
                'collation', CASE WHEN a.attcollation <> t.typcollation
                                  THEN a.attcollation::regcollation::text END,
                'storage', CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage::text END,
                'compression', NULLIF(a.attcompression::text, ''),
                'statistics', CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END,
                'options', (SELECT jsonb_agg(o ORDER BY o) FROM unnest(a.attoptions) o
                            WHERE starts_with(o, 'n_distinct')),
                'foreign', a.attfdwoptions::text,
                'inherited', CASE WHEN a.attinhcount > 0 AND NOT a.attislocal
                                  THEN true END)) END
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef v ON v.adrelid = a.attrelid AND v.adnum = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped
  AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c')
  AND c.relnamespace = ANY (:namespaces)
ORDER BY a.attrelid, a.attnum;

-- name: constraints
-- Those that are there only because a parent has them come and go with the parent's.
SELECT k.conrelid, k.oid, k.conname::text, k.contype::text, k.conkey, k.conindid,
       k.confrelid, k.confkey,
       CASE k.contype WHEN 'f' THEN concat(k.confdeltype, k.confupdtype, k.confmatchtype) END,
       CASE k.contype WHEN 'c' THEN pg_get_expr(k.conbin, k.conrelid) END,
       k.coninhcount > 0 AND NOT k.conislocal OR k.conparentid <> 0,
       CASE WHEN NOT k.convalidated OR k.condeferrable OR NOT k.conenforced OR k.conperiod
                 OR k.connoinherit AND (k.contype = 'c' OR k.conparentid <> 0)
                 OR k.confdelsetcols IS NOT NULL
                 OR k.contype = 'x'
                 OR k.contype = 'f' AND r.relnamespace <> ALL (:namespaces)
            THEN jsonb_strip_nulls(jsonb_build_object(
                'not_valid', NULLIF(NOT k.convalidated, false),
                'deferrable', NULLIF(k.condeferrable, false),
                'deferred', NULLIF(k.condeferred, false),
                'not_enforced', NULLIF(NOT k.conenforced, false),
                'period', NULLIF(k.conperiod, false),
                'no_inherit', NULLIF(k.connoinherit, false),
                'set_columns', to_jsonb(k.confdelsetcols),
                'operators', CASE k.contype WHEN 'x' THEN
                     (SELECT jsonb_agg(CASE WHEN pg_operator_is_visible(o.oid) THEN o.oprname::text
                                            ELSE format('OPERATOR(%I.%s)', n.nspname, o.oprname) END
                                       ORDER BY p.no)
                      FROM unnest(k.conexclop) WITH ORDINALITY p (oid, no)
                      JOIN pg_operator o ON o.oid = p.oid
                      JOIN pg_namespace n ON n.oid = o.oprnamespace) END,
                'references', CASE WHEN r.relnamespace <> ALL (:namespaces) THEN
                     (SELECT jsonb_agg(a.attname ORDER BY p.no)
                      FROM unnest(k.confkey) WITH ORDINALITY p (number, no)
                      JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = p.number) END
            )) END
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
LEFT JOIN pg_class r ON r.oid = k.confrelid AND k.contype = 'f'
WHERE k.contype IN ('p', 'u', 'f', 'c', 'x')
  AND c.relnamespace = ANY (:namespaces)
ORDER BY k.conrelid, k.conname;

-- name: not_nulls
-- Of NOT NULL constraints (PostgreSQL 18) those that may have something unusual; of a child all that
-- come from parents, because a usual name may not be what the parent's is called.
SELECT k.conrelid, k.oid, a.attnum, a.attname::text, k.conname::text, k.connoinherit,
       k.convalidated, k.coninhcount > 0 AND NOT k.conislocal, k.coninhcount > 0
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
WHERE k.contype = 'n'
  AND c.relkind IN ('r', 'p') AND c.relnamespace = ANY (:namespaces)
  AND (k.conname <> concat(c.relname, '_', a.attname, '_not_null') OR k.connoinherit
       OR c.relispartition OR k.coninhcount > 0 OR NOT k.convalidated
       OR k.oid IN (SELECT d.objoid FROM pg_description d
                    WHERE d.classoid = 'pg_constraint'::regclass));

-- name: indexes
SELECT i.indrelid, i.indexrelid, x.relname::text, m.amname::text, i.indisunique, i.indnkeyatts,
       i.indkey::text, i.indoption::text, i.indclass::text, i.indcollation::text,
       pg_get_expr(i.indpred, i.indrelid), x.reloptions,
       CASE WHEN i.indnullsnotdistinct OR i.indisclustered OR i.indisreplident
                 OR NOT i.indisvalid OR NOT i.indisready OR x.reltablespace <> 0
            THEN jsonb_strip_nulls(jsonb_build_object(
                'not_distinct', NULLIF(i.indnullsnotdistinct, false),
                'clustered', NULLIF(i.indisclustered, false),
                'identity', NULLIF(i.indisreplident, false),
                'invalid', CASE WHEN NOT i.indisvalid THEN 'not valid'
                                WHEN NOT i.indisready THEN 'not ready' END,
                'tablespace', (SELECT s.spcname FROM pg_tablespace s WHERE s.oid = x.reltablespace)
            )) END
FROM pg_index i
JOIN pg_class x ON x.oid = i.indexrelid
JOIN pg_am m ON m.oid = x.relam
WHERE x.relnamespace = ANY (:namespaces)
ORDER BY i.indrelid, x.relname;

-- name: index_keys
-- The keys of indexes that are expressions, or have parameters or a statistics target.
SELECT a.attrelid, a.attnum, a.atttypid, t.typcollation,
       CASE WHEN i.indkey[a.attnum - 1] = 0
            THEN pg_get_indexdef(a.attrelid, a.attnum, false) END,
       (SELECT string_agg(format('%s=%L', split_part(v, '=', 1), substr(v, strpos(v, '=') + 1)),
                          ', ')
        FROM unnest(a.attoptions) v),
       CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END
FROM pg_index i
JOIN pg_class x ON x.oid = i.indexrelid
JOIN pg_attribute a ON a.attrelid = i.indexrelid
JOIN pg_type t ON t.oid = a.atttypid
WHERE x.relnamespace = ANY (:namespaces)
  AND (i.indkey[a.attnum - 1] = 0 AND a.attnum <= i.indnkeyatts
       OR a.attoptions IS NOT NULL OR a.attstattarget >= 0);

-- name: operator_classes
-- The name by which SQL finds each, the type that it is for, and whether keys are kept as another.
SELECT o.oid, o.opcmethod, o.opcdefault, o.opcintype, o.opckeytype <> 0,
       CASE WHEN pg_opclass_is_visible(o.oid) THEN quote_ident(o.opcname)
            ELSE format('%I.%I', n.nspname, o.opcname) END
FROM pg_opclass o JOIN pg_namespace n ON n.oid = o.opcnamespace;

-- name: sequences
SELECT s.seqrelid, s.seqtypid::regtype::text, s.seqstart, s.seqincrement, s.seqmin, s.seqmax,
       s.seqcache, s.seqcycle, x.deptype::text, x.refobjid, x.refobjsubid
FROM pg_sequence s
JOIN pg_class c ON c.oid = s.seqrelid
LEFT JOIN pg_depend x ON x.classid = 'pg_class'::regclass AND x.objid = s.seqrelid
      AND x.refclassid = 'pg_class'::regclass AND x.deptype IN ('a', 'i')
WHERE c.relnamespace = ANY (:namespaces);

-- name: views
SELECT c.oid, pg_get_viewdef(c.oid)
FROM pg_class c
WHERE c.relkind IN ('v', 'm') AND c.relnamespace = ANY (:namespaces);
