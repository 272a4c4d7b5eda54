-- What a database holds, read from its catalogs. Each query begins at its "-- name:" line and is
-- sent once, however many objects there are. Columns that a server does not have yet are replaced
-- by introspect.py before a query is sent (see _SINCE there). The system's namespaces, fluentorm's
-- own tables, and what belongs to an extension are left out here or, for tables, by catalog.py.

-- name: enums
SELECT t.oid, t.typarray, n.nspname::text, t.typname::text,
       ARRAY(SELECT e.enumlabel::text FROM pg_enum e
             WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder),
       d.description
FROM pg_type t
JOIN pg_namespace n ON n.oid = t.typnamespace
LEFT JOIN pg_description d
       ON d.objoid = t.oid AND d.classoid = 'pg_type'::regclass AND d.objsubid = 0
WHERE t.typtype = 'e'
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_depend x WHERE x.refclassid = 'pg_extension'::regclass
                  AND x.classid = 'pg_type'::regclass AND x.objid = t.oid AND x.deptype = 'e')
ORDER BY n.nspname, t.typname;

-- name: tables
SELECT c.oid, n.nspname::text, c.relname::text, c.relkind = 'f',
       starts_with(c.relname::text, '_fluent_')
       OR EXISTS (SELECT FROM pg_depend x WHERE x.refclassid = 'pg_extension'::regclass
                  AND x.classid = 'pg_class'::regclass AND x.objid = c.oid AND x.deptype = 'e'),
       d.description
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_description d
       ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0
WHERE c.relkind IN ('r', 'p', 'f')
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY n.nspname, c.relname;

-- name: columns
-- Of the options, only those that a user can set (manual, ALTER TABLE): servers keep notes of their
-- own there, such as 15.20's pg_attver, which grows whenever the column is made anew.
SELECT a.attrelid, a.attnum, a.attname::text, a.atttypid,
       format_type(a.atttypid, a.atttypmod), a.attnotnull,
       CASE WHEN a.attgenerated = '' THEN pg_get_expr(v.adbin, v.adrelid) END,
       a.attidentity::text, d.description,
       NULLIF(concat_ws(', ',
           CASE a.attgenerated
               WHEN 's' THEN 'generated always as ' || pg_get_expr(v.adbin, v.adrelid) || ' stored'
               WHEN 'v' THEN 'generated always as ' || pg_get_expr(v.adbin, v.adrelid) || ' virtual'
           END,
           CASE WHEN a.attcollation <> t.typcollation
                THEN 'collation ' || a.attcollation::regcollation::text END,
           CASE WHEN a.attstorage <> t.typstorage THEN 'storage ' || a.attstorage::text END,
           CASE WHEN a.attcompression <> '' THEN 'compression ' || a.attcompression::text END,
           'statistics ' || NULLIF(a.attstattarget, -1),
           CASE WHEN a.attoptions IS NOT NULL THEN
                'options ' || (SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(a.attoptions) o
                               WHERE starts_with(o, 'n_distinct')) END,
           'foreign options ' || array_to_string(a.attfdwoptions, ', '),
           CASE WHEN a.attinhcount > 0 AND NOT a.attislocal THEN 'inherited' END,
           CASE WHEN a.attinhcount > 0 AND a.attislocal THEN 'inherited and local' END,
           CASE WHEN a.attacl IS NOT NULL THEN
                'privileges ' || NULLIF(ARRAY(SELECT p::text FROM unnest(a.attacl) p
                                              ORDER BY 1)::text, '{}') END
       ), '')
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef v ON v.adrelid = a.attrelid AND v.adnum = a.attnum
LEFT JOIN pg_description d
       ON d.objoid = a.attrelid AND d.classoid = 'pg_class'::regclass AND d.objsubid = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped
  AND c.relkind IN ('r', 'p', 'f')
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY a.attrelid, a.attnum;

-- name: constraints
SELECT k.conrelid, k.conname::text, k.contype::text, k.conkey, k.confrelid, k.confkey,
       k.confdeltype::text, k.confupdtype::text, k.confmatchtype::text,
       k.condeferrable, k.condeferred, COALESCE(i.indnullsnotdistinct, false),
       CASE WHEN k.contype = 'c' THEN pg_get_expr(k.conbin, k.conrelid) END,
       d.description,
       CASE WHEN k.contype IN ('x', 'n') OR NOT k.convalidated OR NOT k.conenforced
                 OR k.conperiod OR k.conparentid <> 0 OR k.coninhcount > 0
                 OR (k.contype = 'c' AND k.connoinherit)
                 OR cardinality(k.confdelsetcols) > 0 OR i.indnatts > i.indnkeyatts
                 OR x.reloptions IS NOT NULL OR x.reltablespace <> 0
                 OR i.indisclustered OR i.indisreplident
            THEN concat_ws(', ', pg_get_constraintdef(k.oid),
                     CASE WHEN k.conparentid <> 0 OR k.coninhcount > 0 THEN 'inherited' END,
                     CASE WHEN i.indisclustered THEN 'clustered on' END,
                     CASE WHEN i.indisreplident THEN 'replica identity' END,
                     'options ' || array_to_string(x.reloptions, ', '),
                     'tablespace ' || NULLIF(x.reltablespace, 0)::text) END
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_index i ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u', 'x')
LEFT JOIN pg_class x ON x.oid = i.indexrelid
LEFT JOIN pg_description d
       ON d.objoid = k.oid AND d.classoid = 'pg_constraint'::regclass
WHERE (k.contype IN ('p', 'u', 'f', 'c', 'x')
       OR k.contype = 'n' AND (k.connoinherit OR NOT k.convalidated))
  AND c.relkind IN ('r', 'p', 'f')
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY k.conrelid, k.conname;

-- name: indexes
SELECT i.indrelid, i.indexrelid, x.relname::text, m.amname::text, i.indisunique,
       i.indnullsnotdistinct, pg_get_expr(i.indpred, i.indrelid), x.reloptions, d.description,
       NULLIF(concat_ws(', ',
           CASE WHEN NOT i.indisvalid THEN 'not valid' END,
           CASE WHEN NOT i.indisready THEN 'not ready' END,
           CASE WHEN i.indisclustered THEN 'clustered on' END,
           CASE WHEN i.indisreplident THEN 'replica identity' END,
           'tablespace ' || NULLIF(x.reltablespace, 0)::text,
           'attached to ' || (SELECT h.inhparent::regclass::text FROM pg_inherits h
                              WHERE h.inhrelid = i.indexrelid),
           (SELECT 'statistics ' || string_agg(a.attnum || '=' || a.attstattarget, ', '
                                               ORDER BY a.attnum)
            FROM pg_attribute a WHERE a.attrelid = i.indexrelid AND a.attstattarget >= 0)
       ), '')
FROM pg_index i
JOIN pg_class x ON x.oid = i.indexrelid
JOIN pg_am m ON m.oid = x.relam
JOIN pg_class c ON c.oid = i.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_description d
       ON d.objoid = x.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0
WHERE c.relkind IN ('r', 'p')
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_constraint k
                  WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
ORDER BY i.indrelid, x.relname;

-- name: index_keys
-- An operator class is the default one where it is marked so and no other is marked for exactly
-- this type: citext_ops, not text_ops, is the default of a citext column.
SELECT i.indexrelid, k.no > i.indnkeyatts, k.attnum,
       CASE WHEN k.attnum = 0 THEN pg_get_indexdef(i.indexrelid, k.no::int, false) END,
       COALESCE(k.option, 0),
       CASE WHEN a.attoptions IS NOT NULL OR NOT o.opcdefault
                 OR o.opcintype <> key.type
                 AND EXISTS (SELECT FROM pg_opclass p
                             WHERE p.opcmethod = o.opcmethod AND p.opcdefault AND p.oid <> o.oid
                               AND p.opcintype = key.type)
            THEN CASE WHEN pg_opclass_is_visible(o.oid) THEN quote_ident(o.opcname)
                      ELSE (SELECT quote_ident(s.nspname) FROM pg_namespace s
                            WHERE s.oid = o.opcnamespace) || '.' || quote_ident(o.opcname) END
                 || COALESCE((SELECT '(' || string_agg(format('%s=%L', split_part(v, '=', 1),
                                  substr(v, strpos(v, '=') + 1)), ', ') || ')'
                              FROM unnest(a.attoptions) v), '') END,
       CASE WHEN k.coll <> 0 AND k.coll <> COALESCE(b.attcollation, t.typcollation)
            THEN k.coll::regcollation::text END
FROM pg_index i
JOIN pg_class c ON c.oid = i.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL unnest(i.indkey::int2[], i.indoption::int2[], i.indclass::oid[],
                          i.indcollation::oid[])
           WITH ORDINALITY AS k (attnum, option, class, coll, no)
JOIN pg_attribute a ON a.attrelid = i.indexrelid AND a.attnum = k.no
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attribute b ON b.attrelid = i.indrelid AND b.attnum = k.attnum AND k.attnum <> 0
LEFT JOIN pg_opclass o ON o.oid = k.class
CROSS JOIN LATERAL (SELECT COALESCE(b.atttypid, a.atttypid)) AS key (type)
WHERE c.relkind IN ('r', 'p')
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_constraint q
                  WHERE q.conindid = i.indexrelid AND q.contype IN ('p', 'u', 'x'))
ORDER BY i.indexrelid, k.no;

-- name: relations
-- Everything about relations that a SchemaModel does not hold.
WITH relation AS (
    SELECT c.*, format('%I.%I', n.nspname, c.relname) AS name
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
      AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND NOT starts_with(c.relname::text, '_fluent_')
      AND NOT EXISTS (SELECT FROM pg_depend x WHERE x.refclassid = 'pg_extension'::regclass
                  AND x.classid = 'pg_class'::regclass AND x.objid = c.oid AND x.deptype = 'e')
), sequence AS (
    SELECT r.name, s.*, x.deptype, format('%I.%I.%I', n.nspname, t.relname, a.attname) AS owner,
           CASE s.seqtypid WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype THEN 2147483647
                           ELSE 9223372036854775807 END AS typemax
    FROM relation r
    JOIN pg_sequence s ON s.seqrelid = r.oid
    LEFT JOIN pg_depend x ON x.classid = 'pg_class'::regclass AND x.objid = r.oid
          AND x.refclassid = 'pg_class'::regclass AND x.deptype IN ('a', 'i')
    LEFT JOIN pg_class t ON t.oid = x.refobjid
    LEFT JOIN pg_namespace n ON n.oid = t.relnamespace
    LEFT JOIN pg_attribute a ON a.attrelid = x.refobjid AND a.attnum = x.refobjsubid
    WHERE NOT COALESCE(starts_with(t.relname::text, '_fluent_'), false)
)
SELECT CASE relkind WHEN 'v' THEN 'view' ELSE 'materialized view' END, name,
       pg_get_viewdef(oid) || COALESCE(' with ' || reloptions::text, '')
       || CASE WHEN relkind = 'm' AND NOT relispopulated THEN ' not populated' ELSE '' END
FROM relation WHERE relkind IN ('v', 'm')
UNION ALL
SELECT 'default of view column', format('%s.%I', r.name, a.attname),
       pg_get_expr(v.adbin, v.adrelid)
FROM relation r
JOIN pg_attrdef v ON v.adrelid = r.oid
JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = v.adnum
WHERE r.relkind = 'v'
UNION ALL
SELECT 'index', format('%I.%I', n.nspname, x.relname), pg_get_indexdef(i.indexrelid)
FROM relation r
JOIN pg_index i ON i.indrelid = r.oid
JOIN pg_class x ON x.oid = i.indexrelid
JOIN pg_namespace n ON n.oid = x.relnamespace
WHERE r.relkind = 'm'
UNION ALL
SELECT CASE deptype WHEN 'i' THEN 'identity options' ELSE 'sequence' END,
       CASE deptype WHEN 'i' THEN owner ELSE name END,
       concat_ws(' ', 'as', seqtypid::regtype::text, 'start', seqstart, 'increment', seqincrement,
                 'minvalue', seqmin, 'maxvalue', seqmax, 'cache', seqcache,
                 CASE WHEN seqcycle THEN 'cycle' END,
                 CASE deptype WHEN 'a' THEN 'owned by ' || owner END)
FROM sequence
WHERE deptype IS DISTINCT FROM 'i'
   OR (seqstart, seqincrement, seqmin, seqmax, seqcache, seqcycle)
      IS DISTINCT FROM (1, 1, 1, typemax, 1, false)
UNION ALL
SELECT 'options of table', r.name, settings
FROM relation r
LEFT JOIN pg_class toast ON toast.oid = r.reltoastrelid
LEFT JOIN pg_foreign_table f ON f.ftrelid = r.oid
LEFT JOIN pg_foreign_server s ON s.oid = f.ftserver
CROSS JOIN LATERAL (SELECT concat_ws(', ',
    CASE WHEN r.relrowsecurity THEN 'row level security' END,
    CASE WHEN r.relforcerowsecurity THEN 'forced row level security' END,
    CASE WHEN r.relkind IN ('r', 'p') AND r.relreplident <> 'd'
         THEN 'replica identity ' || r.relreplident::text END,
    CASE WHEN r.relpersistence <> 'p' THEN 'persistence ' || r.relpersistence::text END,
    CASE WHEN r.relkind IN ('r', 'p', 'f') THEN
         'with ' || (SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(r.reloptions) o) END,
    'toast with ' || (SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(toast.reloptions) o),
    'tablespace ' || NULLIF(r.reltablespace, 0)::text,
    'access method ' || (SELECT m.amname FROM pg_am m
                         WHERE m.oid = r.relam AND m.amname <> 'heap'),
    'of ' || NULLIF(r.reloftype, 0)::regtype::text,
    'partitioned by ' || pg_get_partkeydef(r.oid),
    'partition ' || pg_get_expr(r.relpartbound, r.oid),
    'inherits ' || (SELECT string_agg(h.inhparent::regclass::text, ', ' ORDER BY h.inhseqno)
                    FROM pg_inherits h WHERE h.inhrelid = r.oid),
    'foreign server ' || s.srvname,
    'foreign options ' || array_to_string(f.ftoptions, ', ')) AS settings) AS text
WHERE settings <> ''
UNION ALL
SELECT 'privileges of ' || CASE relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
                                        WHEN 'S' THEN 'sequence' ELSE 'table' END, name,
       format('owner %I, %s', pg_get_userbyid(relowner), granted)
FROM relation
CROSS JOIN LATERAL (SELECT CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char") AS k (kind)
CROSS JOIN LATERAL (
    SELECT ARRAY(SELECT p::text FROM unnest(relacl) p ORDER BY 1),
           ARRAY(SELECT p::text FROM unnest(acldefault(kind, relowner)) p ORDER BY 1)
) AS g (granted, usual)
WHERE relacl IS NOT NULL AND granted <> usual
   OR relowner <> (SELECT r.oid FROM pg_roles r WHERE r.rolname = current_user);

-- name: types
WITH type AS (
    SELECT t.*, format('%I.%I', n.nspname, t.typname) AS name
    FROM pg_type t
    JOIN pg_namespace n ON n.oid = t.typnamespace
    LEFT JOIN pg_class c ON c.oid = t.typrelid
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND NOT (t.typelem <> 0 AND t.typlen = -1 AND t.typcategory = 'A')
      AND (t.typtype IN ('d', 'r', 'b', 'p', 'e') OR c.relkind = 'c')
      AND NOT EXISTS (SELECT FROM pg_depend x WHERE x.refclassid = 'pg_extension'::regclass
                  AND x.classid = 'pg_type'::regclass AND x.objid = t.oid AND x.deptype = 'e')
)
SELECT 'domain', name,
       concat_ws(' ', format_type(typbasetype, typtypmod),
           CASE WHEN typcollation <> (SELECT b.typcollation FROM pg_type b
                                      WHERE b.oid = type.typbasetype)
                THEN 'collation ' || typcollation::regcollation::text END,
           CASE WHEN typnotnull THEN 'not null' END, 'default ' || typdefault,
           (SELECT string_agg(format('constraint %I %s', k.conname, pg_get_constraintdef(k.oid)),
                              ' ' ORDER BY k.conname)
            FROM pg_constraint k WHERE k.contypid = type.oid AND k.contype = 'c'))
FROM type WHERE typtype = 'd'
UNION ALL
SELECT 'type', name,
       (SELECT COALESCE(string_agg(concat_ws(' ', quote_ident(a.attname),
                                             format_type(a.atttypid, a.atttypmod),
                                             CASE WHEN a.attcollation <> t.typcollation THEN
                                                  a.attcollation::regcollation::text END),
                                   ', ' ORDER BY a.attnum), '')
        FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
        WHERE a.attrelid = type.typrelid AND a.attnum > 0 AND NOT a.attisdropped)
FROM type WHERE typtype = 'c'
UNION ALL
SELECT 'type', name,
       concat_ws(' ', 'range of', r.rngsubtype::regtype::text,
                 (SELECT opcname FROM pg_opclass o WHERE o.oid = r.rngsubopc),
                 NULLIF(r.rngcollation, 0)::regcollation::text,
                 r.rngcanonical::regproc::text, r.rngsubdiff::regproc::text)
FROM type JOIN pg_range r ON r.rngtypid = type.oid
UNION ALL
SELECT 'type', name,
       concat_ws(' ', typinput::regproc::text, typoutput::regproc::text, typlen,
                 typalign::text, typstorage::text, typcategory::text, typdefault)
FROM type WHERE typtype IN ('b', 'p')
UNION ALL
SELECT 'privileges of type', name, format('owner %I, %s', pg_get_userbyid(typowner), granted)
FROM type
CROSS JOIN LATERAL (
    SELECT ARRAY(SELECT p::text FROM unnest(typacl) p ORDER BY 1),
           ARRAY(SELECT p::text FROM unnest(acldefault('T', typowner)) p ORDER BY 1)
) AS g (granted, usual)
WHERE typtype <> 'c' AND (typacl IS NOT NULL AND granted <> usual
      OR typowner <> (SELECT r.oid FROM pg_roles r WHERE r.rolname = current_user));

-- name: routines
WITH routine AS (
    SELECT p.*, format('%I.%I(%s)', n.nspname, p.proname,
                       pg_get_function_identity_arguments(p.oid)) AS name
    FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = 'pg_proc'::regclass
                      AND x.objid = p.oid AND x.deptype IN ('e', 'i'))
)
SELECT CASE prokind WHEN 'p' THEN 'procedure' ELSE 'function' END, name, pg_get_functiondef(oid)
FROM routine WHERE prokind <> 'a'
UNION ALL
SELECT 'aggregate', name,
       concat_ws(' ', a.aggkind::text, a.aggnumdirectargs, a.aggtransfn::text, a.aggfinalfn::text,
                 a.aggcombinefn::text, a.aggserialfn::text, a.aggdeserialfn::text,
                 a.aggmtransfn::text, a.aggminvtransfn::text, a.aggmfinalfn::text,
                 a.aggtranstype::regtype::text, a.aggtransspace, a.agginitval, a.aggminitval,
                 a.aggfinalextra, a.aggmfinalextra, a.aggfinalmodify::text,
                 NULLIF(a.aggsortop, 0)::regoperator::text, proparallel::text)
FROM routine JOIN pg_aggregate a ON a.aggfnoid = routine.oid
UNION ALL
SELECT CASE prokind WHEN 'p' THEN 'privileges of procedure' ELSE 'privileges of function' END,
       name, format('owner %I, %s', pg_get_userbyid(proowner), granted)
FROM routine
CROSS JOIN LATERAL (
    SELECT ARRAY(SELECT p::text FROM unnest(proacl) p ORDER BY 1),
           ARRAY(SELECT p::text FROM unnest(acldefault('f', proowner)) p ORDER BY 1)
) AS g (granted, usual)
WHERE proacl IS NOT NULL AND granted <> usual
   OR proowner <> (SELECT r.oid FROM pg_roles r WHERE r.rolname = current_user);

-- name: attached
-- What hangs on a table: triggers, rules, policies, extended statistics.
WITH relation AS (
    SELECT c.oid, format('%I.%I', n.nspname, c.relname) AS name
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND NOT starts_with(c.relname::text, '_fluent_')
      AND NOT EXISTS (SELECT FROM pg_depend x WHERE x.refclassid = 'pg_extension'::regclass
                  AND x.classid = 'pg_class'::regclass AND x.objid = c.oid AND x.deptype = 'e')
)
SELECT 'trigger', format('%s.%I', r.name, t.tgname),
       pg_get_triggerdef(t.oid)
       || CASE t.tgenabled WHEN 'O' THEN '' ELSE ' enabled ' || t.tgenabled::text END
FROM relation r JOIN pg_trigger t ON t.tgrelid = r.oid AND NOT t.tgisinternal
UNION ALL
SELECT 'rule', format('%s.%I', r.name, w.rulename),
       pg_get_ruledef(w.oid)
       || CASE w.ev_enabled WHEN 'O' THEN '' ELSE ' enabled ' || w.ev_enabled::text END
FROM relation r JOIN pg_rewrite w ON w.ev_class = r.oid AND w.rulename <> '_RETURN'
UNION ALL
SELECT 'policy', format('%s.%I', r.name, p.polname),
       concat_ws(' ', CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END,
                 'for', p.polcmd::text, 'to',
                 (SELECT string_agg(CASE u WHEN 0 THEN 'public' ELSE pg_get_userbyid(u)::text END,
                                    ', ' ORDER BY pg_get_userbyid(u))
                  FROM unnest(p.polroles) u),
                 'using ' || pg_get_expr(p.polqual, p.polrelid),
                 'with check ' || pg_get_expr(p.polwithcheck, p.polrelid))
FROM relation r JOIN pg_policy p ON p.polrelid = r.oid
UNION ALL
SELECT 'statistics', format('%I.%I', n.nspname, s.stxname),
       pg_get_statisticsobjdef(s.oid)
       || COALESCE(' statistics ' || NULLIF(s.stxstattarget, -1), '')
FROM relation r
JOIN pg_statistic_ext s ON s.stxrelid = r.oid
JOIN pg_namespace n ON n.oid = s.stxnamespace;

-- name: surroundings
-- What belongs to the database as a whole.
WITH member AS (
    SELECT x.classid, x.objid FROM pg_depend x
    WHERE x.refclassid = 'pg_extension'::regclass AND x.deptype = 'e'
), acl AS (
    SELECT 'schema' AS kind, format('%I', nspname) AS name, nspowner AS owner, nspacl AS granted,
           acldefault('n', nspowner) AS usual
    FROM pg_namespace n
    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
      AND NOT EXISTS (SELECT FROM member m
                      WHERE m.classid = 'pg_namespace'::regclass AND m.objid = n.oid)
)
SELECT 'schema', name,
       format('owner %I, %s', pg_get_userbyid(owner),
              ARRAY(SELECT p::text FROM unnest(COALESCE(granted, usual)) p ORDER BY 1))
FROM acl
UNION ALL
SELECT 'extension', format('%I', e.extname), format('%s in %I', e.extversion, n.nspname)
FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
UNION ALL
SELECT 'event trigger', format('%I', evtname),
       concat_ws(' ', evtevent, evtfoid::regproc::text, evtenabled::text, evttags::text)
FROM pg_event_trigger e
WHERE NOT EXISTS (SELECT FROM member m
                  WHERE m.classid = 'pg_event_trigger'::regclass AND m.objid = e.oid)
UNION ALL
SELECT 'publication', format('%I', pubname),
       concat_ws(' ', CASE WHEN puballtables THEN 'all tables' END, pubinsert, pubupdate,
                 pubdelete, pubtruncate, pubviaroot,
                 (SELECT string_agg(concat_ws(' ', r.prrelid::regclass::text,
                                              r.prattrs::text, pg_get_expr(r.prqual, r.prrelid)),
                                    ', ' ORDER BY r.prrelid::regclass::text)
                  FROM pg_publication_rel r WHERE r.prpubid = p.oid),
                 (SELECT string_agg('schema ' || s.pnnspid::regnamespace::text, ', '
                                    ORDER BY s.pnnspid::regnamespace::text)
                  FROM pg_publication_namespace s WHERE s.pnpubid = p.oid))
FROM pg_publication p
UNION ALL
SELECT 'subscription', format('%I', subname), subenabled::text
FROM pg_subscription
WHERE subdbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
UNION ALL
SELECT 'language', format('%I', lanname), concat_ws(' ', lanpltrusted, lanplcallfoid::regproc)
FROM pg_language l
WHERE l.oid >= 16384 AND NOT EXISTS (SELECT FROM member m
          WHERE m.classid = 'pg_language'::regclass AND m.objid = l.oid)
UNION ALL
SELECT 'cast', format('%s as %s', castsource::regtype, casttarget::regtype),
       concat_ws(' ', NULLIF(castfunc, 0)::regprocedure::text, castcontext::text, castmethod::text)
FROM pg_cast c
WHERE c.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_depend m
          WHERE m.classid = 'pg_cast'::regclass AND m.objid = c.oid AND m.deptype IN ('e', 'i'))
UNION ALL
SELECT 'operator', i.identity,
       concat_ws(' ', o.oprcode::text, o.oprcanmerge, o.oprcanhash, o.oprrest::text,
                 o.oprjoin::text, NULLIF(o.oprcom, 0)::regoperator::text,
                 NULLIF(o.oprnegate, 0)::regoperator::text)
FROM pg_operator o
CROSS JOIN LATERAL pg_identify_object('pg_operator'::regclass, o.oid, 0) i
WHERE o.oid >= 16384 AND NOT EXISTS (SELECT FROM member m
          WHERE m.classid = 'pg_operator'::regclass AND m.objid = o.oid)
UNION ALL
SELECT 'operator class', i.identity,
       concat_ws(' ', o.opcintype::regtype::text, o.opcdefault,
                 NULLIF(o.opckeytype, 0)::regtype::text)
FROM pg_opclass o
CROSS JOIN LATERAL pg_identify_object('pg_opclass'::regclass, o.oid, 0) i
WHERE o.oid >= 16384 AND NOT EXISTS (SELECT FROM member m
          WHERE m.classid = 'pg_opclass'::regclass AND m.objid = o.oid)
UNION ALL
SELECT 'collation', i.identity,
       concat_ws(' ', c.collprovider::text, c.collisdeterministic, c.collencoding,
                 to_jsonb(c)->>'collcollate', to_jsonb(c)->>'collctype',
                 to_jsonb(c)->>'colliculocale', to_jsonb(c)->>'colllocale',
                 to_jsonb(c)->>'collicurules')
FROM pg_collation c
CROSS JOIN LATERAL pg_identify_object('pg_collation'::regclass, c.oid, 0) i
WHERE c.oid >= 16384 AND NOT EXISTS (SELECT FROM member m
          WHERE m.classid = 'pg_collation'::regclass AND m.objid = c.oid)
  AND c.collnamespace <> 'pg_catalog'::regnamespace
UNION ALL
SELECT 'text search dictionary', i.identity,
       concat_ws(' ', (SELECT t.tmplname FROM pg_ts_template t WHERE t.oid = d.dicttemplate),
                 d.dictinitoption)
FROM pg_ts_dict d
CROSS JOIN LATERAL pg_identify_object('pg_ts_dict'::regclass, d.oid, 0) i
WHERE d.oid >= 16384 AND d.dictnamespace <> 'pg_catalog'::regnamespace
  AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_ts_dict'::regclass AND m.objid = d.oid)
UNION ALL
SELECT 'text search configuration', i.identity,
       concat_ws(' ', (SELECT p.prsname FROM pg_ts_parser p WHERE p.oid = c.cfgparser),
                 (SELECT string_agg(m.maptokentype || '/' || m.mapseqno || ' '
                                    || m.mapdict::regdictionary::text, ', '
                                    ORDER BY m.maptokentype, m.mapseqno)
                  FROM pg_ts_config_map m WHERE m.mapcfg = c.oid))
FROM pg_ts_config c
CROSS JOIN LATERAL pg_identify_object('pg_ts_config'::regclass, c.oid, 0) i
WHERE c.oid >= 16384 AND c.cfgnamespace <> 'pg_catalog'::regnamespace
  AND NOT EXISTS (SELECT FROM member m
                  WHERE m.classid = 'pg_ts_config'::regclass AND m.objid = c.oid)
UNION ALL
SELECT 'foreign data wrapper', format('%I', fdwname),
       concat_ws(' ', NULLIF(fdwhandler, 0)::regproc, NULLIF(fdwvalidator, 0)::regproc,
                 fdwoptions::text)
FROM pg_foreign_data_wrapper w
WHERE NOT EXISTS (SELECT FROM member m
                  WHERE m.classid = 'pg_foreign_data_wrapper'::regclass AND m.objid = w.oid)
UNION ALL
SELECT 'foreign server', format('%I', srvname),
       concat_ws(' ', (SELECT w.fdwname FROM pg_foreign_data_wrapper w WHERE w.oid = s.srvfdw),
                 srvtype, srvversion, srvoptions::text)
FROM pg_foreign_server s
UNION ALL
SELECT 'user mapping', format('%I for %s', srvname, usename), ''
FROM pg_user_mappings
UNION ALL
SELECT 'default privileges',
       concat_ws(' ', pg_get_userbyid(defaclrole)::text,
                 NULLIF(defaclnamespace, 0)::regnamespace::text, defaclobjtype::text),
       ARRAY(SELECT p::text FROM unnest(defaclacl) p ORDER BY 1)::text
FROM pg_default_acl
UNION ALL
SELECT 'database settings', COALESCE(NULLIF(setrole, 0)::regrole::text, 'all roles'),
       ARRAY(SELECT unnest(setconfig) ORDER BY 1)::text
FROM pg_db_role_setting
WHERE setdatabase = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database());

-- name: comments
-- The comments that a SchemaModel does not hold.
SELECT 'comment', concat_ws(' ', i.type, i.identity), d.description
FROM pg_description d
CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) i
WHERE d.objoid >= 16384
  AND NOT starts_with(COALESCE(i.name, ''), '_fluent_')
  AND NOT EXISTS (SELECT FROM pg_depend x
                  WHERE x.refclassid = 'pg_extension'::regclass AND x.classid = d.classoid
                    AND x.objid = d.objoid AND x.deptype = 'e')
  AND CASE d.classoid
      WHEN 'pg_class'::regclass THEN NOT EXISTS (
          SELECT FROM pg_class c LEFT JOIN pg_index x ON x.indexrelid = c.oid
          LEFT JOIN pg_class t ON t.oid = x.indrelid
          WHERE c.oid = d.objoid
            AND (c.relkind IN ('r', 'p', 'f') OR t.relkind IN ('r', 'p')
                 AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid
                                 AND k.contype IN ('p', 'u', 'x'))))
      WHEN 'pg_constraint'::regclass THEN NOT EXISTS (
          SELECT FROM pg_constraint k WHERE k.oid = d.objoid AND k.conrelid <> 0
            AND k.contype IN ('p', 'u', 'f', 'c'))
      WHEN 'pg_type'::regclass THEN NOT EXISTS (
          SELECT FROM pg_type t WHERE t.oid = d.objoid AND t.typtype = 'e')
      WHEN 'pg_extension'::regclass THEN false
      ELSE true END;
