-- Types and routines.

-- name: types
-- Arrays come with their elements, row types with their relations.
SELECT t.oid, t.typarray, t.typnamespace, t.typname::text, t.typtype::text,
       CASE t.typtype WHEN 'e' THEN ARRAY(SELECT e.enumlabel::text FROM pg_enum e
                                          WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) END,
       CASE t.typtype
       WHEN 'd' THEN jsonb_strip_nulls(jsonb_build_object(
            'type', format_type(t.typbasetype, t.typtypmod),
            'base', t.typbasetype::int8,
            'collation', CASE WHEN t.typcollation <> (SELECT b.typcollation FROM pg_type b
                                                      WHERE b.oid = t.typbasetype)
                              THEN t.typcollation::regcollation::text END,
            'default', pg_get_expr(t.typdefaultbin, 'pg_type'::regclass),
            'not_null', NULLIF(t.typnotnull, false),
            'not_null_constraint', (SELECT jsonb_build_array(k.oid::int8, k.conname)
                                    FROM pg_constraint k
                                    WHERE k.contypid = t.oid AND k.contype = 'n'),
            'checks', (SELECT jsonb_agg(jsonb_build_array(k.oid::int8, k.conname,
                                                          pg_get_expr(k.conbin, 0), k.convalidated)
                                        ORDER BY k.conname)
                       FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c')))
       WHEN 'r' THEN (
            SELECT jsonb_strip_nulls(jsonb_build_object(
                'subtype', format_type(r.rngsubtype, NULL),
                'base', r.rngsubtype::int8,
                'opclass', CASE WHEN NOT o.opcdefault THEN
                     CASE WHEN pg_opclass_is_visible(o.oid) THEN quote_ident(o.opcname)
                          ELSE format('%I.%I', n.nspname, o.opcname) END END,
                'collation', CASE WHEN r.rngcollation <> b.typcollation
                                  THEN r.rngcollation::regcollation::text END,
                'canonical', NULLIF(r.rngcanonical, 0)::regproc::text,
                'subtype_diff', NULLIF(r.rngsubdiff, 0)::regproc::text,
                'multirange', m.typname, 'multirange_namespace', m.typnamespace::int8,
                'multirange_oid', m.oid::int8, 'multirange_array', m.typarray::int8))
            FROM pg_range r
            JOIN pg_opclass o ON o.oid = r.rngsubopc
            JOIN pg_namespace n ON n.oid = o.opcnamespace
            JOIN pg_type b ON b.oid = r.rngsubtype
            LEFT JOIN pg_type m ON m.oid = r.rngmultitypid
            WHERE r.rngtypid = t.oid)
       WHEN 'b' THEN jsonb_build_object('text',
            concat_ws(' ', t.typinput::regproc::text, t.typoutput::regproc::text, t.typlen,
                      t.typalign::text, t.typstorage::text, t.typcategory::text, t.typdefault))
       WHEN 'p' THEN jsonb_build_object('text', 'shell') END
FROM pg_type t
WHERE t.typtype IN ('e', 'd', 'r', 'b', 'p')
  AND NOT (t.typelem <> 0 AND t.typlen = -1 AND t.typcategory = 'A')
  AND t.typnamespace = ANY (:namespaces)
ORDER BY t.typname;

-- name: routines
SELECT p.oid, p.pronamespace, p.proname::text, p.prokind::text, oidvectortypes(p.proargtypes),
       pg_get_function_arguments(p.oid), pg_get_function_result(p.oid), l.lanname::text,
       p.prosrc, p.probin, pg_get_function_sqlbody(p.oid),
       concat(p.provolatile, p.proparallel, CASE WHEN p.proisstrict THEN 's' END,
              CASE WHEN p.prosecdef THEN 'd' END, CASE WHEN p.proleakproof THEN 'l' END),
       p.procost, p.prorows, NULLIF(p.prosupport, 0)::regproc::text, p.proconfig,
       p.protrftypes::regtype[]::text
FROM pg_proc p
JOIN pg_language l ON l.oid = p.prolang
WHERE p.prokind <> 'a'
  AND p.pronamespace = ANY (:namespaces)
  AND NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = 'pg_proc'::regclass
                  AND x.objid = p.oid AND x.deptype IN ('e', 'i'))
ORDER BY p.proname, p.oid;

-- name: aggregates
SELECT p.oid, p.pronamespace, p.proname::text, oidvectortypes(p.proargtypes),
       pg_get_function_arguments(p.oid), a.aggkind::text, p.proparallel::text,
       a.aggtransfn::text, format_type(a.aggtranstype, NULL), a.aggtransspace,
       NULLIF(a.aggfinalfn, 0)::regproc::text, a.aggfinalextra, a.aggfinalmodify::text,
       NULLIF(a.aggcombinefn, 0)::regproc::text, NULLIF(a.aggserialfn, 0)::regproc::text,
       NULLIF(a.aggdeserialfn, 0)::regproc::text, quote_literal(a.agginitval),
       NULLIF(a.aggmtransfn, 0)::regproc::text, NULLIF(a.aggminvtransfn, 0)::regproc::text,
       format_type(NULLIF(a.aggmtranstype, 0), NULL), a.aggmtransspace,
       NULLIF(a.aggmfinalfn, 0)::regproc::text, a.aggmfinalextra, a.aggmfinalmodify::text,
       quote_literal(a.aggminitval),
       (SELECT CASE WHEN pg_operator_is_visible(o.oid) THEN o.oprname::text
                    ELSE format('OPERATOR(%I.%s)', n.nspname, o.oprname) END
        FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
        WHERE o.oid = a.aggsortop)
FROM pg_proc p
JOIN pg_aggregate a ON a.aggfnoid = p.oid
WHERE p.pronamespace = ANY (:namespaces)
ORDER BY p.proname, p.oid;
