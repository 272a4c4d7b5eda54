-- What hangs on a relation: triggers, rules, policies, extended statistics.

-- name: triggers
-- Not those of constraints, nor those that a partition has from its parent.
SELECT t.oid, t.tgrelid, t.tgname::text, t.tgtype, t.tgenabled::text, t.tgattr::text,
       t.tgconstraint <> 0, NULLIF(t.tgconstrrelid, 0), t.tgdeferrable, t.tginitdeferred,
       t.tgoldtable::text, t.tgnewtable::text, pg_get_triggerdef(t.oid)
FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND t.tgparentid = 0
  AND c.relnamespace = ANY (:namespaces)
ORDER BY t.tgname;

-- name: rules
-- A view is a rule, too.
SELECT w.oid, w.ev_class, w.rulename::text, w.ev_type::text, w.ev_enabled::text,
       CASE WHEN w.rulename <> '_RETURN' THEN pg_get_ruledef(w.oid) END
FROM pg_rewrite w
JOIN pg_class c ON c.oid = w.ev_class
WHERE c.relnamespace = ANY (:namespaces)
ORDER BY w.rulename;

-- name: policies
SELECT p.oid, p.polrelid, p.polname::text, p.polcmd::text, p.polpermissive,
       ARRAY(SELECT pg_get_userbyid(r.oid)::text
             FROM unnest(p.polroles) WITH ORDINALITY r (oid, position)
             WHERE r.oid <> 0 ORDER BY r.position),
       pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
FROM pg_policy p
JOIN pg_class c ON c.oid = p.polrelid
WHERE c.relnamespace = ANY (:namespaces)
ORDER BY p.polname;

-- name: statistics
SELECT s.oid, s.stxnamespace, s.stxname::text, s.stxrelid, s.stxkeys::text,
       pg_get_statisticsobjdef_expressions(s.oid), s.stxkind::text[],
       NULLIF(s.stxstattarget, -1)
FROM pg_statistic_ext s
WHERE s.stxnamespace = ANY (:namespaces)
ORDER BY s.stxname;
