"""What a server's catalogs say about everything that DDL makes, as sorted rows of text.

It reads the catalogs itself, not by way of the package, and works on PostgreSQL 15 and 18.
"""

from __future__ import annotations

# {name} parts are columns that PostgreSQL has got since 15, and what stands for them before.
_SINCE_18 = {
    "enforced": ("k.conenforced", "true"),
    "period": ("k.conperiod", "false"),
    "statistics_target": ("coalesce(s.stxstattarget, -1)", "s.stxstattarget"),
    "column_target": ("coalesce(a.attstattarget, -1)", "a.attstattarget"),
    "rules": ("c.collicurules", "''"),
    "locale": ("c.colllocale", "c.colliculocale"),
}
_QUERY = """
WITH acl AS (
  SELECT o.tableoid::oid AS class, o.oid, 0 AS sub, nspacl AS given,
    acldefault('n', nspowner) AS usual
  FROM pg_namespace o
  UNION ALL SELECT tableoid, oid, 0, proacl, acldefault('f', proowner) FROM pg_proc
  UNION ALL SELECT tableoid, oid, 0, typacl, acldefault('T', typowner) FROM pg_type
  UNION ALL SELECT tableoid, oid, 0, relacl,
    acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner) FROM pg_class
  UNION ALL SELECT 'pg_class'::regclass::oid, attrelid, attnum, attacl, acldefault('c', 10)
  FROM pg_attribute
  UNION ALL SELECT tableoid, oid, 0, defaclacl, acldefault('c', 10) FROM pg_default_acl
),
privilege AS (
  SELECT class, oid, sub, string_agg(grantee::text || privilege_type || is_grantable, ' '
    ORDER BY grantee::text, privilege_type) AS text
  FROM acl, aclexplode(coalesce(given, usual)) GROUP BY class, oid, sub
),
rel AS (
  SELECT tableoid, * FROM pg_class WHERE oid >= 16384 AND relkind <> 't'
  AND relnamespace <> ALL ('{{information_schema,pg_toast}}'::regnamespace[])
)
SELECT 'namespace' AS kind, nspname::text AS name, '' AS about,
  n.tableoid::oid AS class, n.oid, 0 AS sub
FROM pg_namespace n WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
UNION ALL SELECT concat('relation ', relkind), r.oid::regclass::text, concat_ws('|', relpersistence,
  reloptions, relrowsecurity, relforcerowsecurity, relreplident, relispopulated,
  pg_get_partkeydef(r.oid), pg_get_expr(relpartbound, r.oid),
  (SELECT string_agg(inhparent::regclass || inhdetachpending::text, ',' ORDER BY inhseqno)
   FROM pg_inherits WHERE inhrelid = r.oid),
  (SELECT reloptions FROM pg_class WHERE oid = r.reltoastrelid),
  CASE WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(r.oid) END), r.tableoid, r.oid, 0
FROM rel r
UNION ALL SELECT 'column', r.oid::regclass || '.' || attname, concat_ws('|',
  format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated,
  attcollation::regcollation, attstorage, attcompression, {column_target},
  -- 15.20 counts there how often a column was made anew
  nullif(array_remove(attoptions, (SELECT o FROM unnest(attoptions) o
  WHERE o LIKE 'pg_attver=%')), '{{}}'),
  attislocal, attinhcount, pg_get_expr(adbin, adrelid)), r.tableoid, r.oid, attnum
FROM rel r JOIN pg_attribute a ON attrelid = r.oid AND attnum > 0 AND NOT attisdropped
LEFT JOIN pg_attrdef ON adrelid = r.oid AND adnum = attnum
UNION ALL SELECT 'constraint', concat(nullif(conrelid, 0)::regclass, nullif(contypid, 0)::regtype,
  '.', conname), concat_ws('|', contype, pg_get_constraintdef(k.oid), convalidated, condeferrable,
  condeferred, conislocal, coninhcount, connoinherit, {enforced}, {period}), k.tableoid, k.oid, 0
FROM pg_constraint k WHERE k.oid >= 16384 AND connamespace <> 'information_schema'::regnamespace
UNION ALL SELECT 'index', indexrelid::regclass::text, concat_ws('|', pg_get_indexdef(indexrelid),
  indisclustered, indisreplident, indisvalid), 0, 0, 0
FROM pg_index WHERE indexrelid >= 16384 AND indrelid IN (SELECT oid FROM rel)
UNION ALL SELECT 'sequence', seqrelid::regclass::text, concat_ws('|', seqtypid::regtype, seqstart,
  seqincrement, seqmax, seqmin, seqcache, seqcycle, (SELECT refobjid::regclass || '.' || refobjsubid
  FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = seqrelid AND refobjsubid > 0
  AND deptype IN ('a', 'i'))), 0, 0, 0 FROM pg_sequence WHERE seqrelid >= 16384
UNION ALL SELECT 'type', t.oid::regtype::text, concat_ws('|', typtype, typnotnull, typdefault,
  typcollation::regcollation, format_type(typbasetype, typtypmod),
  (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid),
  (SELECT concat_ws(',', rngsubtype::regtype, rngcollation::regcollation, rngsubdiff, rngcanonical,
   rngmultitypid::regtype, opcname) FROM pg_range JOIN pg_opclass o ON o.oid = rngsubopc
   WHERE rngtypid = t.oid)), t.tableoid, t.oid, 0
FROM pg_type t WHERE t.oid >= 16384 AND typnamespace <> 'information_schema'::regnamespace
AND typtype <> 'b'
UNION ALL SELECT 'collation', c.oid::regcollation::text, concat_ws('|', collprovider, collcollate,
  collctype, {locale}, {rules}, collisdeterministic), c.tableoid, c.oid, 0
FROM pg_collation c WHERE c.oid >= 16384
UNION ALL SELECT 'routine', p.oid::regprocedure::text, CASE WHEN prokind = 'a' THEN
  (SELECT to_jsonb(g)::text FROM pg_aggregate g WHERE aggfnoid = p.oid)
  ELSE pg_get_functiondef(p.oid) END || concat(' ', proparallel), p.tableoid, p.oid, 0
FROM pg_proc p WHERE p.oid >= 16384
UNION ALL SELECT 'trigger', tgrelid::regclass || '.' || tgname,
  concat(pg_get_triggerdef(t.oid), tgenabled), t.tableoid, t.oid, 0
FROM pg_trigger t WHERE NOT tgisinternal
UNION ALL SELECT 'rule', ev_class::regclass || '.' || rulename,
  concat(pg_get_ruledef(r.oid), ev_enabled), r.tableoid, r.oid, 0
FROM pg_rewrite r WHERE r.oid >= 16384 AND rulename <> '_RETURN'
UNION ALL SELECT 'policy', polrelid::regclass || '.' || polname, concat_ws('|', polcmd,
  polpermissive, polroles::regrole[], pg_get_expr(polqual, polrelid),
  pg_get_expr(polwithcheck, polrelid)), p.tableoid, p.oid, 0 FROM pg_policy p
UNION ALL SELECT 'statistics', stxnamespace::regnamespace || '.' || stxname,
  concat(pg_get_statisticsobjdef(s.oid), {statistics_target}), s.tableoid, s.oid, 0
FROM pg_statistic_ext s
UNION ALL SELECT 'event trigger', evtname::text, concat_ws('|', evtevent, evtfoid::regproc,
  evtenabled, evttags), e.tableoid, e.oid, 0 FROM pg_event_trigger e
UNION ALL SELECT 'publication', pubname::text, concat_ws('|', puballtables, pubinsert, pubupdate,
  pubdelete, pubtruncate, pubviaroot, (SELECT string_agg(concat(prrelid::regclass, prattrs,
  pg_get_expr(prqual, prrelid)), ',' ORDER BY prrelid::regclass::text) FROM pg_publication_rel
  WHERE prpubid = p.oid), (SELECT string_agg(pnnspid::regnamespace::text, ',')
  FROM pg_publication_namespace WHERE pnpubid = p.oid)), p.tableoid, p.oid, 0
FROM pg_publication p
UNION ALL SELECT 'default privileges', concat_ws('|', defaclrole::regrole,
  nullif(defaclnamespace, 0)::regnamespace, defaclobjtype), '', d.tableoid, d.oid, 0
FROM pg_default_acl d
UNION ALL SELECT 'extension', extname::text, concat_ws('|', extnamespace::regnamespace, extversion),
  0, 0, 0 FROM pg_extension
"""
_WITH_COMMENTS = """
SELECT kind, name, about, privilege.text, description
FROM ({query}) AS thing
LEFT JOIN privilege USING (class, oid, sub)
LEFT JOIN pg_description ON classoid = class AND objoid = thing.oid AND objsubid = sub
ORDER BY kind, name, about
"""


def whole_catalog(connection):
    """Return everything that is in the database; names are qualified throughout."""
    new = connection.info.server_version >= 180000
    query = _QUERY.format(**{name: pair[not new] for name, pair in _SINCE_18.items()})
    head, _, selects = query.partition("SELECT 'namespace' AS kind")
    selects = f"SELECT 'namespace' AS kind{selects}"
    connection.execute("SET LOCAL search_path = ''")
    rows = connection.execute(head + _WITH_COMMENTS.format(query=selects)).fetchall()
    connection.execute("SET LOCAL search_path = public")
    return rows
