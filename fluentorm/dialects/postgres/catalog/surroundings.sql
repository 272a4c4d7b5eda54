-- What belongs to the database as a whole, and what any object may have.

-- name: namespaces
SELECT oid, nspname::text FROM pg_namespace
WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
ORDER BY nspname;

-- name: members
-- What belongs to an extension.
SELECT classid, objid, refobjid FROM pg_depend
WHERE deptype = 'e' AND objid >= 16384;

-- name: dependencies
-- Those of the system's own objects are of no interest, nor what makes up one object: a type and
-- its array, a table and its row type.
SELECT classid, objid, objsubid, refclassid, refobjid, refobjsubid, deptype = 'a'
FROM pg_depend
WHERE deptype IN ('n', 'a') AND objid >= 16384 AND refobjid >= 16384;

-- name: extensions
-- The version that the server would choose says nothing: another server has another one.
SELECT e.oid, e.extname::text, n.nspname::text, NULLIF(e.extversion, a.default_version), n.oid,
       a.comment
FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
LEFT JOIN pg_available_extensions a ON a.name = e.extname
WHERE e.extname <> 'plpgsql'
ORDER BY e.extname;

-- name: collations
-- Each version has other columns.
SELECT c.oid, c.collnamespace, c.collname::text, c.collprovider::text, c.collisdeterministic,
       to_jsonb(c)->>'collcollate', to_jsonb(c)->>'collctype',
       COALESCE(to_jsonb(c)->>'colllocale', to_jsonb(c)->>'colliculocale'),
       to_jsonb(c)->>'collicurules'
FROM pg_collation c
WHERE c.collnamespace = ANY (:namespaces)
ORDER BY c.collname;

-- name: collation_names
SELECT oid, oid::regcollation::text FROM pg_collation
WHERE collnamespace <> 'pg_catalog'::regnamespace
   OR oid IN (SELECT unnest(indcollation::oid[]) FROM pg_index);

-- name: event_triggers
SELECT e.oid, e.evtname::text, e.evtevent::text, n.nspname::text, p.proname::text,
       e.evtenabled::text, e.evttags
FROM pg_event_trigger e
JOIN pg_proc p ON p.oid = e.evtfoid
JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE :whole
ORDER BY e.evtname;

-- name: publications
SELECT p.oid, p.pubname::text, p.puballtables,
       concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END,
                 CASE WHEN p.pubupdate THEN 'update' END, CASE WHEN p.pubdelete THEN 'delete' END,
                 CASE WHEN p.pubtruncate THEN 'truncate' END),
       p.pubviaroot, to_jsonb(p)->>'pubgencols',
       (SELECT jsonb_agg(jsonb_build_array(
                   r.oid::int8, r.prrelid::int8, pg_get_expr(r.prqual, r.prrelid),
                   (SELECT jsonb_agg(a.attname ORDER BY a.attnum) FROM pg_attribute a
                    WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs::int2[]))))
        FROM pg_publication_rel r WHERE r.prpubid = p.oid),
       (SELECT jsonb_agg(jsonb_build_array(s.oid::int8, n.nspname) ORDER BY n.nspname)
        FROM pg_publication_namespace s JOIN pg_namespace n ON n.oid = s.pnnspid
        WHERE s.pnpubid = p.oid)
FROM pg_publication p
WHERE :whole
ORDER BY p.pubname;

-- name: comments
-- Of all objects that are not the system's own; public is of both. What a comment of an object of
-- no kind that a model has is on is told in words.
SELECT d.classoid, d.objoid, d.objsubid, d.description,
       CASE WHEN d.classoid NOT IN (
            'pg_class'::regclass, 'pg_type'::regclass, 'pg_constraint'::regclass,
            'pg_proc'::regclass, 'pg_trigger'::regclass, 'pg_rewrite'::regclass,
            'pg_policy'::regclass, 'pg_statistic_ext'::regclass, 'pg_namespace'::regclass,
            'pg_extension'::regclass, 'pg_collation'::regclass, 'pg_event_trigger'::regclass,
            'pg_publication'::regclass)
            OR CASE d.classoid
               WHEN 'pg_class'::regclass THEN d.objoid IN (
                    SELECT conindid FROM pg_constraint
                    WHERE contype IN ('p', 'u', 'x') AND conparentid = 0)
               WHEN 'pg_type'::regclass THEN d.objoid IN (
                    SELECT oid FROM pg_type WHERE typtype = 'm')
               WHEN 'pg_constraint'::regclass THEN d.objoid IN (
                    SELECT oid FROM pg_constraint
                    WHERE contype = 't' OR contype = 'n' AND coninhcount > 0 AND NOT conislocal)
               END
            THEN (SELECT concat_ws(' ', i.type, i.identity)
                  FROM pg_identify_object(d.classoid, d.objoid, d.objsubid) i) END
FROM pg_description d
WHERE d.objoid >= 16384 OR d.objoid = 2200 AND d.classoid = 'pg_namespace'::regclass;

-- name: privileges
-- What is granted beyond PostgreSQL's default, and what is revoked of it. That of public is what a
-- new database has.
WITH held (class, object, part, owner, acl, usual) AS (
    SELECT 'pg_class'::regclass::oid, oid, 0, relowner, relacl,
           acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner)
    FROM pg_class WHERE relacl IS NOT NULL AND relnamespace = ANY (:namespaces)
    UNION ALL
    SELECT 'pg_class'::regclass, a.attrelid, a.attnum, c.relowner, a.attacl,
           acldefault('c', c.relowner)
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND c.relnamespace = ANY (:namespaces)
    UNION ALL
    SELECT 'pg_proc'::regclass, oid, 0, proowner, proacl, acldefault('f', proowner)
    FROM pg_proc WHERE proacl IS NOT NULL AND pronamespace = ANY (:namespaces)
    UNION ALL
    SELECT 'pg_type'::regclass, oid, 0, typowner, typacl, acldefault('T', typowner)
    FROM pg_type WHERE typacl IS NOT NULL AND typnamespace = ANY (:namespaces)
    UNION ALL
    SELECT 'pg_namespace'::regclass, oid, 0, nspowner,
           COALESCE(nspacl, acldefault('n', nspowner)),
           CASE nspname WHEN 'public'
                THEN acldefault('n', nspowner)
                     || (CASE WHEN current_setting('server_version_num')::int < 150000
                              THEN '=UC/' ELSE '=U/' END
                         || quote_ident(pg_get_userbyid(nspowner)))::aclitem
                ELSE acldefault('n', nspowner) END
    FROM pg_namespace WHERE oid = ANY (:namespaces)
    UNION ALL
    SELECT 'pg_default_acl'::regclass, oid, 0, defaclrole, defaclacl,
           CASE WHEN defaclnamespace = 0
                THEN acldefault(CASE defaclobjtype WHEN 'S' THEN 's'
                                                   ELSE defaclobjtype END::"char", defaclrole)
                END
    FROM pg_default_acl
), granted AS (
    SELECT class, object, part, owner, g.grantee, g.privilege_type, g.is_grantable
    FROM held CROSS JOIN LATERAL aclexplode(acl) g
), usual AS (
    SELECT class, object, part, owner, g.grantee, g.privilege_type, g.is_grantable
    FROM held CROSS JOIN LATERAL aclexplode(usual) g
), differing AS (
    SELECT true AS given, * FROM (SELECT * FROM granted EXCEPT SELECT * FROM usual) g
    UNION ALL
    SELECT false, u.class, u.object, u.part, u.owner, u.grantee, u.privilege_type, false
    FROM usual u LEFT JOIN granted g USING (class, object, part, grantee, privilege_type)
    WHERE g.class IS NULL
)
SELECT class, object, part, given, privilege_type, is_grantable,
       CASE grantee WHEN 0 THEN 'PUBLIC' WHEN owner THEN 'CURRENT_USER'
                    ELSE pg_get_userbyid(grantee)::text END
FROM differing;

-- name: default_privileges
SELECT d.oid, NULLIF(pg_get_userbyid(d.defaclrole), current_user)::text, n.nspname::text,
       d.defaclobjtype::text
FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
WHERE CASE d.defaclnamespace WHEN 0 THEN :whole ELSE d.defaclnamespace = ANY (:namespaces) END
ORDER BY d.oid;
