-- What a SchemaModel has no words for, as (kind, name, definition).

-- name: others
WITH member AS (
    SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
), other (kind, name, definition, class, object) AS (
    SELECT 'operator', i.identity,
           concat_ws(' ', o.oprcode::text, o.oprcanmerge, o.oprcanhash, o.oprrest::text,
                     o.oprjoin::text, NULLIF(o.oprcom, 0)::regoperator::text,
                     NULLIF(o.oprnegate, 0)::regoperator::text),
           'pg_operator'::regclass, o.oid
    FROM pg_operator o
    CROSS JOIN LATERAL pg_identify_object('pg_operator'::regclass, o.oid, 0) i
    WHERE o.oid >= 16384 AND o.oprnamespace = ANY (:namespaces)
    UNION ALL
    SELECT 'operator class', i.identity,
           concat_ws(' ', o.opcintype::regtype::text, o.opcdefault,
                     NULLIF(o.opckeytype, 0)::regtype::text),
           'pg_opclass'::regclass, o.oid
    FROM pg_opclass o
    CROSS JOIN LATERAL pg_identify_object('pg_opclass'::regclass, o.oid, 0) i
    WHERE o.oid >= 16384 AND o.opcnamespace = ANY (:namespaces)
    UNION ALL
    SELECT 'operator family', i.identity,
           (SELECT string_agg(format('%s %s', a.amopstrategy, a.amopopr::regoperator), ', '
                              ORDER BY a.amopstrategy, a.amopopr::regoperator::text)
            FROM pg_amop a WHERE a.amopfamily = o.oid),
           'pg_opfamily'::regclass, o.oid
    FROM pg_opfamily o
    CROSS JOIN LATERAL pg_identify_object('pg_opfamily'::regclass, o.oid, 0) i
    WHERE o.oid >= 16384 AND o.opfnamespace = ANY (:namespaces)
    UNION ALL
    SELECT 'text search dictionary', i.identity,
           concat_ws(' ', (SELECT t.tmplname FROM pg_ts_template t WHERE t.oid = d.dicttemplate),
                     d.dictinitoption),
           'pg_ts_dict'::regclass, d.oid
    FROM pg_ts_dict d
    CROSS JOIN LATERAL pg_identify_object('pg_ts_dict'::regclass, d.oid, 0) i
    WHERE d.oid >= 16384 AND d.dictnamespace = ANY (:namespaces)
    UNION ALL
    SELECT 'text search configuration', i.identity,
           concat_ws(' ', (SELECT p.prsname FROM pg_ts_parser p WHERE p.oid = c.cfgparser),
                     (SELECT string_agg(m.maptokentype || '/' || m.mapseqno || ' '
                                        || m.mapdict::regdictionary::text, ', '
                                        ORDER BY m.maptokentype, m.mapseqno)
                      FROM pg_ts_config_map m WHERE m.mapcfg = c.oid)),
           'pg_ts_config'::regclass, c.oid
    FROM pg_ts_config c
    CROSS JOIN LATERAL pg_identify_object('pg_ts_config'::regclass, c.oid, 0) i
    WHERE c.oid >= 16384 AND c.cfgnamespace = ANY (:namespaces)
    UNION ALL
    SELECT 'text search parser', i.identity,
           concat_ws(' ', p.prsstart, p.prstoken, p.prsend, p.prsheadline, p.prslextype),
           'pg_ts_parser'::regclass, p.oid
    FROM pg_ts_parser p
    CROSS JOIN LATERAL pg_identify_object('pg_ts_parser'::regclass, p.oid, 0) i
    WHERE p.oid >= 16384 AND p.prsnamespace = ANY (:namespaces)
    UNION ALL
    SELECT 'text search template', i.identity, concat_ws(' ', t.tmplinit, t.tmpllexize),
           'pg_ts_template'::regclass, t.oid
    FROM pg_ts_template t
    CROSS JOIN LATERAL pg_identify_object('pg_ts_template'::regclass, t.oid, 0) i
    WHERE t.oid >= 16384 AND t.tmplnamespace = ANY (:namespaces)
    UNION ALL
    SELECT 'conversion', i.identity,
           concat_ws(' ', c.conforencoding, c.contoencoding, c.conproc, c.condefault),
           'pg_conversion'::regclass, c.oid
    FROM pg_conversion c
    CROSS JOIN LATERAL pg_identify_object('pg_conversion'::regclass, c.oid, 0) i
    WHERE c.oid >= 16384 AND c.connamespace = ANY (:namespaces)
    UNION ALL
    SELECT 'cast', format('%s as %s', castsource::regtype, casttarget::regtype),
           concat_ws(' ', NULLIF(castfunc, 0)::regprocedure::text, castcontext::text,
                     castmethod::text),
           'pg_cast'::regclass, oid
    FROM pg_cast c
    WHERE oid >= 16384 AND :whole
      AND NOT EXISTS (SELECT FROM pg_depend m WHERE m.classid = 'pg_cast'::regclass
                      AND m.objid = c.oid AND m.deptype = 'i')
    UNION ALL
    SELECT 'transform', format('%s for %s', t.trftype::regtype,
                               (SELECT l.lanname FROM pg_language l WHERE l.oid = t.trflang)),
           concat_ws(' ', t.trffromsql, t.trftosql), 'pg_transform'::regclass, t.oid
    FROM pg_transform t WHERE :whole
    UNION ALL
    SELECT 'language', format('%I', lanname), concat_ws(' ', lanpltrusted, lanplcallfoid::regproc),
           'pg_language'::regclass, oid
    FROM pg_language WHERE oid >= 16384 AND :whole
    UNION ALL
    SELECT 'privileges of language', format('%I', lanname), lanacl::text, 0, 0
    FROM pg_language WHERE lanacl IS NOT NULL AND :whole
    UNION ALL
    SELECT 'state of trigger', format('%I.%I.%I', n.nspname, c.relname, t.tgname),
           t.tgenabled::text, 0, 0
    FROM pg_trigger t JOIN pg_trigger p ON p.oid = t.tgparentid
    JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE t.tgenabled <> p.tgenabled AND c.relnamespace = ANY (:namespaces)
    UNION ALL
    SELECT 'access method', format('%I', amname), concat_ws(' ', amtype::text, amhandler),
           'pg_am'::regclass, oid
    FROM pg_am WHERE oid >= 16384 AND :whole
    UNION ALL
    SELECT 'foreign data wrapper', format('%I', fdwname),
           concat_ws(' ', NULLIF(fdwhandler, 0)::regproc, NULLIF(fdwvalidator, 0)::regproc,
                     fdwoptions::text, fdwacl::text),
           'pg_foreign_data_wrapper'::regclass, oid
    FROM pg_foreign_data_wrapper WHERE :whole
    UNION ALL
    SELECT 'foreign server', format('%I', srvname),
           concat_ws(' ', (SELECT w.fdwname FROM pg_foreign_data_wrapper w WHERE w.oid = s.srvfdw),
                     srvtype, srvversion, srvoptions::text, srvacl::text,
                     'owner ' || NULLIF(pg_get_userbyid(srvowner), current_user)::text),
           'pg_foreign_server'::regclass, s.oid
    FROM pg_foreign_server s WHERE :whole
    UNION ALL
    -- Its options hold passwords, which nobody shall see.
    SELECT 'user mapping', format('%I for %s', srvname, usename),
           COALESCE('options with digest ' || md5(umoptions::text), ''), 0, 0
    FROM pg_user_mappings WHERE :whole
    UNION ALL
    SELECT 'subscription', format('%I', subname), subenabled::text, 0, 0
    FROM pg_subscription
    WHERE :whole
      AND subdbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
    UNION ALL
    SELECT 'large objects', 'all', 'some', 0, 0
    WHERE :whole AND EXISTS (SELECT FROM pg_largeobject_metadata)
    UNION ALL
    SELECT 'database settings', COALESCE(NULLIF(setrole, 0)::regrole::text, 'all roles'),
           ARRAY(SELECT unnest(setconfig) ORDER BY 1)::text, 0, 0
    FROM pg_db_role_setting
    WHERE :whole
      AND setdatabase = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
    UNION ALL
    SELECT 'security label',
           (SELECT concat_ws(' ', i.type, i.identity)
            FROM pg_identify_object(l.classoid, l.objoid, l.objsubid) i),
           concat_ws(' ', l.provider, l.label), 0, 0
    FROM pg_seclabel l WHERE :whole
)
SELECT kind, name, definition FROM other
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = other.class AND m.objid = other.object);

-- name: owners
-- Those that are not whom we are connected as.
WITH me AS (SELECT oid FROM pg_roles WHERE rolname = current_user)
SELECT 'pg_class'::regclass::oid, oid, pg_get_userbyid(relowner)::text
FROM pg_class
WHERE relowner <> (SELECT oid FROM me) AND relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
  AND relnamespace = ANY (:namespaces)
UNION ALL
SELECT 'pg_type'::regclass, t.oid, pg_get_userbyid(typowner)::text
FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
WHERE typowner <> (SELECT oid FROM me) AND (typtype IN ('e', 'd', 'r') OR c.relkind = 'c')
  AND typnamespace = ANY (:namespaces)
UNION ALL
SELECT 'pg_proc'::regclass, oid, pg_get_userbyid(proowner)::text
FROM pg_proc
WHERE proowner <> (SELECT oid FROM me) AND pronamespace = ANY (:namespaces)
UNION ALL
SELECT 'pg_namespace'::regclass, oid, pg_get_userbyid(nspowner)::text
FROM pg_namespace
WHERE nspowner <> (SELECT oid FROM me) AND oid = ANY (:namespaces)
  AND pg_get_userbyid(nspowner) <> 'pg_database_owner';
