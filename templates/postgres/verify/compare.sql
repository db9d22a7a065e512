-- What the catalog holds, in the form of the model above: an object's kind, schema, name, part and properties. A property
-- that is an expression, {"sql": …, "as": type}, or a type, {"type": …}, is compared by what the planner makes of both
-- texts, as PostgreSQL writes a stored expression in its own way. Planning runs nothing but functions that the catalog
-- just proved to be the model's own: where one of them differs, expressions are not compared, and that is a difference.
DO $compare$
#variable_conflict use_column
DECLARE
    model CONSTANT jsonb := current_setting('crmgen.model');
    about CONSTANT jsonb := model -> 'about';
    -- The schemas in which everything must be the model's.
    managed CONSTANT text[] := ARRAY(SELECT jsonb_array_elements_text(about -> 'schemas'));
    -- The model's roles, those that roles.sql makes, and whether the platform (Supabase) has roles and grants of its own.
    ours CONSTANT text[] := ARRAY(SELECT jsonb_array_elements_text(about -> 'roles'));
    made CONSTANT text[] := ARRAY(SELECT jsonb_array_elements_text(about -> 'made roles'));
    hosted CONSTANT boolean := about -> 'hosted';
    -- As much of a value as is shown.
    longest CONSTANT integer := 1000;
    one record;
    -- What an expression is planned on, the expression, and what came of it.
    source text;
    side jsonb;
    query text;
    plan json;
    meanings text[];
    is_trusted boolean := true;
    is_passed_over boolean := false;
    differences jsonb := '[]';
BEGIN
    FOR one IN
    WITH
    wanted_object AS MATERIALIZED (
        SELECT o ->> 0 AS kind, o ->> 1 AS schema, o ->> 2 AS name, o ->> 3 AS part, o -> 4 AS properties
          FROM jsonb_array_elements(model -> 'objects') AS o
    ),
    -- What belongs to an extension is the extension's affair.
    extended AS MATERIALIZED (
        SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
    ),
    -- What runs code of others: a function or an operator outside the managed schemas and every extension, unless the
    -- model calls it and the planner does not.
    estranged AS MATERIALIZED (
        SELECT DISTINCT d.classid, d.objid
          FROM pg_depend AS d
          LEFT JOIN pg_proc AS p ON d.refclassid = 'pg_proc'::regclass AND p.oid = d.refobjid
          LEFT JOIN pg_operator AS o ON d.refclassid = 'pg_operator'::regclass AND o.oid = d.refobjid
          JOIN pg_namespace AS n ON n.oid = coalesce(p.pronamespace, o.oprnamespace)
         WHERE n.nspname <> ALL (managed || 'pg_catalog'::text)
           AND (about -> 'functions' ? concat_ws('.', n.nspname, p.proname) AND p.provolatile <> 'i') IS DISTINCT FROM true
           AND NOT EXISTS (SELECT FROM extended AS e WHERE (e.classid, e.objid) = (d.refclassid, d.refobjid))
    ),
    relation AS MATERIALIZED (
        SELECT c.oid, n.nspname::text AS schema, c.relname::text AS name, c.relkind, c.relowner, c.relacl,
               c.relrowsecurity, c.relforcerowsecurity, c.relpersistence
          FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
         WHERE n.nspname = ANY (managed) AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
           AND NOT EXISTS (SELECT FROM extended AS e WHERE (e.classid, e.objid) = ('pg_class'::regclass, c.oid))
           AND NOT EXISTS (SELECT FROM wanted_object AS w
                            WHERE (w.kind, w.schema, w.name) = ('external table', n.nspname, c.relname))
    ),
    -- The model's tables.
    mine AS MATERIALIZED (
        SELECT r.* FROM relation AS r
         WHERE r.relkind IN ('r', 'p')
           AND EXISTS (SELECT FROM wanted_object AS w WHERE (w.kind, w.schema, w.name) = ('table', r.schema, r.name))
    ),
    -- The sequences behind identity columns.
    counting AS MATERIALIZED (
        SELECT d.objid AS oid, d.refobjid AS relid, d.refobjsubid AS attnum
          FROM pg_depend AS d
         WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'i'
    ),
    columns_of AS NOT MATERIALIZED (
        SELECT attrelid, attnum, attname::text AS name FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped
    ),
    routine AS MATERIALIZED (
        SELECT p.*, n.nspname::text AS schema, p.proname::text AS name, oidvectortypes(p.proargtypes) AS part
          FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
         WHERE (n.nspname = ANY (managed) OR pg_get_userbyid(p.proowner) = ANY (made))
           AND NOT EXISTS (SELECT FROM extended AS e WHERE (e.classid, e.objid) = ('pg_proc'::regclass, p.oid))
    ),
    -- Every object whose privileges count, with who holds what by default.
    secured AS (
        SELECT 'table' AS kind, schema, name, NULL::text AS attribute,
               coalesce(relacl, acldefault('r', relowner)) AS acl, relowner AS owner
          FROM mine
        UNION ALL
        SELECT 'table', m.schema, m.name, a.attname, a.attacl, m.relowner
          FROM mine AS m JOIN pg_attribute AS a ON a.attrelid = m.oid
         WHERE a.attacl IS NOT NULL AND NOT a.attisdropped
        UNION ALL
        SELECT 'function', schema, format('%s(%s)', name, part), NULL,
               coalesce(proacl, acldefault('f', proowner)), proowner
          FROM routine
         WHERE schema = ANY (managed)
        UNION ALL
        SELECT 'schema', '', nspname, NULL, coalesce(nspacl, acldefault('n', nspowner)), nspowner
          FROM pg_namespace
         WHERE nspname = ANY (managed || 'public'::text)
            OR EXISTS (SELECT FROM wanted_object AS w WHERE (w.kind, w.name) = ('privileges on schema', nspname))
        UNION ALL
        SELECT 'database', '', '', NULL, coalesce(datacl, acldefault('d', datdba)), datdba
          FROM pg_database WHERE datname = current_database()
    ),
    privilege AS (
        SELECT s.kind, s.schema, s.name, s.attribute, a.grantee = s.owner AS is_owner,
               CASE WHEN a.grantee = 0 THEN 'PUBLIC'
                    WHEN pg_get_userbyid(a.grantee) = 'PUBLIC' THEN '"PUBLIC"'
                    ELSE pg_get_userbyid(a.grantee) END AS grantee,
               a.privilege_type || CASE WHEN s.attribute IS NOT NULL THEN ' of columns' ELSE '' END
                                || CASE WHEN a.is_grantable THEN ', to be passed on' ELSE '' END AS said
          FROM secured AS s CROSS JOIN aclexplode(s.acl) AS a
    ),
    held AS (
        SELECT kind, schema, name, grantee, said,
               CASE WHEN count(attribute) = 0 THEN '"granted"'
                    ELSE jsonb_agg(attribute ORDER BY attribute COLLATE "C") END AS value
          FROM privilege
         WHERE NOT is_owner
           AND (kind NOT IN ('database', 'schema') OR grantee = ANY (ours || 'PUBLIC'::text)
                OR NOT hosted AND (kind = 'database' OR name = ANY (managed)))
           AND (kind, grantee, said, hosted) IS DISTINCT FROM ('database', 'PUBLIC', 'CONNECT', true)
         GROUP BY 1, 2, 3, 4, 5
    ),
    -- What the owner gave away of its own rights.
    lacking AS (
        SELECT m.oid, jsonb_agg(a.privilege_type ORDER BY a.privilege_type) AS privileges
          FROM mine AS m CROSS JOIN aclexplode(acldefault('r', m.relowner)) AS a
         WHERE NOT EXISTS (SELECT FROM aclexplode(coalesce(m.relacl, acldefault('r', m.relowner))) AS h
                            WHERE (h.grantee, h.privilege_type) = (m.relowner, a.privilege_type))
         GROUP BY 1
    ),
    -- When the check that a row's parent is there fires: triggers fire in order of name.
    firing AS (
        SELECT t.tgconstraint AS oid, t.tgtype & 4 <> 0 AS on_insert, t.tgname::text COLLATE "C" AS name
          FROM pg_trigger AS t JOIN mine AS m ON m.oid = t.tgrelid
         WHERE t.tgisinternal AND t.tgname LIKE 'RI\_ConstraintTrigger\_c\_%'
    ),
    keyed AS (
        SELECT c.*, r.nspname::text AS schema, t.relname::text AS name, m.oid IS NOT NULL AS is_mine
          FROM pg_constraint AS c
          JOIN pg_class AS t ON t.oid = c.conrelid
          JOIN pg_namespace AS r ON r.oid = t.relnamespace
          LEFT JOIN mine AS m ON m.oid = c.conrelid
         WHERE m.oid IS NOT NULL OR c.confrelid IN (SELECT oid FROM mine)
    ),
    keys AS (
        SELECT c.*,
               (SELECT jsonb_agg(a.name ORDER BY k.at) FROM unnest(c.conkey) WITH ORDINALITY AS k (attnum, at)
                  JOIN columns_of AS a ON (a.attrelid, a.attnum) = (c.conrelid, k.attnum)) AS columns,
               (SELECT jsonb_agg(a.name ORDER BY k.at) FROM unnest(c.confkey) WITH ORDINALITY AS k (attnum, at)
                  JOIN columns_of AS a ON (a.attrelid, a.attnum) = (c.confrelid, k.attnum)) AS target_columns,
               (SELECT jsonb_agg(a.name ORDER BY k.at) FROM unnest(c.confdelsetcols) WITH ORDINALITY AS k (attnum, at)
                  JOIN columns_of AS a ON (a.attrelid, a.attnum) = (c.conrelid, k.attnum)) AS set_columns
          FROM keyed AS c
    ),
    indexed AS MATERIALIZED (
        SELECT i.*, m.schema, m.name, x.relname::text AS part, am.amname, x.oid
          FROM mine AS m
          JOIN pg_index AS i ON i.indrelid = m.oid
          JOIN pg_class AS x ON x.oid = i.indexrelid
          JOIN pg_am AS am ON am.oid = x.relam
         WHERE NOT EXISTS (SELECT FROM pg_constraint AS c WHERE c.conindid = x.oid AND c.contype IN ('p', 'u', 'x'))
    ),
    index_key AS (
        SELECT i.oid, k.at,
               CASE WHEN i.indkey[k.at - 1] <> 0 THEN to_jsonb(a.name)
                    ELSE jsonb_build_object('sql', pg_get_indexdef(i.oid, k.at, false), 'as', NULL) END AS key,
               i.indoption[k.at - 1] & 1 <> 0 AS is_descending,
               i.indoption[k.at - 1] & 2 <> 0 AS nulls_first,
               CASE WHEN NOT o.opcdefault OR w.properties ->> format('key %s operator class', k.at) = o.opcname
                    THEN o.opcname END AS operator_class,
               CASE WHEN a.attnum IS NOT NULL AND i.indcollation[k.at - 1] <> full_a.attcollation
                    THEN i.indcollation[k.at - 1]::regcollation::text END AS collation
          FROM indexed AS i
          CROSS JOIN generate_series(1, i.indnkeyatts) AS k (at)
          JOIN pg_opclass AS o ON o.oid = i.indclass[k.at - 1]
          LEFT JOIN columns_of AS a ON (a.attrelid, a.attnum) = (i.indrelid, i.indkey[k.at - 1])
          LEFT JOIN pg_attribute AS full_a ON (full_a.attrelid, full_a.attnum) = (a.attrelid, a.attnum)
          LEFT JOIN wanted_object AS w ON (w.kind, w.schema, w.name, w.part) = ('index', i.schema, i.name, i.part)
    ),
    index_keys AS MATERIALIZED (
        SELECT k.oid, jsonb_object_agg(format('key %s%s', k.at, said.property), said.value) AS properties
          FROM index_key AS k
          LEFT JOIN estranged AS f ON (f.classid, f.objid) = ('pg_class'::regclass, k.oid)
          CROSS JOIN LATERAL (VALUES
              ('', CASE WHEN f.objid IS NOT NULL AND jsonb_typeof(k.key) = 'object'
                        THEN k.key || '{"foreign": true}' ELSE k.key END),
              (' order', CASE WHEN k.is_descending THEN '"descending"'::jsonb END),
              (' NULLs', CASE WHEN k.nulls_first AND NOT k.is_descending THEN '"first"'::jsonb
                              WHEN k.is_descending AND NOT k.nulls_first THEN '"last"' END),
              (' operator class', to_jsonb(k.operator_class)),
              (' collation', to_jsonb(k.collation))
          ) AS said (property, value)
         GROUP BY 1
    ),
    -- Settings that would decide for a session which tenant it acts for, or as whom.
    preset AS (
        SELECT s.setrole, jsonb_agg(c.said ORDER BY c.said COLLATE "C") AS settings
          FROM pg_db_role_setting AS s CROSS JOIN unnest(s.setconfig) AS c (said)
         WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
           AND lower(split_part(c.said, '=', 1)) IN (SELECT lower(jsonb_array_elements_text(about -> 'settings')))
         GROUP BY 1
    ),
    live_object (kind, schema, name, part, properties) AS (
        SELECT 'role', '', r.rolname, '', jsonb_build_object(
                   'existence', 'there',
                   'login', CASE WHEN r.rolcanlogin AND r.rolname = ANY (made) THEN 'yes' END,
                   'superuser', CASE WHEN r.rolsuper AND NOT r.is_foreign_admin THEN 'yes' END,
                   'bypassrls', CASE WHEN r.rolbypassrls OR r.rolsuper AND r.is_foreign_admin THEN 'yes' END,
                   'createdb', CASE WHEN r.rolcreatedb AND r.rolname = ANY (made) THEN 'yes' END,
                   'createrole', CASE WHEN r.rolcreaterole AND r.rolname = ANY (made) THEN 'yes' END,
                   'replication', CASE WHEN r.rolreplication AND r.rolname = ANY (made) THEN 'yes' END,
                   'inherit', CASE WHEN NOT r.rolinherit AND r.rolname = ANY (made) THEN 'no' END,
                   'member of', (SELECT jsonb_agg(g.rolname ORDER BY g.rolname)
                                   FROM pg_auth_members AS m JOIN pg_roles AS g ON g.oid = m.roleid
                                  WHERE m.member = r.oid
                                    AND (r.rolname = ANY (made) OR g.rolname = ANY (ours) OR g.rolsuper OR g.rolbypassrls
                                         OR g.rolname ~ '^pg_(read_all|write_all|read_server|write_server|execute_server)')),
                   'members', CASE WHEN r.rolname = about ->> 'owner' THEN
                                (SELECT jsonb_agg(DISTINCT g.rolname ORDER BY g.rolname)
                                   FROM pg_auth_members AS m JOIN pg_roles AS g ON g.oid = m.member
                                  WHERE m.roleid = r.oid AND NOT g.rolsuper AND NOT (hosted AND g.rolcreaterole)) END,
                   'settings', p.settings)
          FROM (SELECT *, rolname = about ->> 'admin' AND rolname <> ALL (made) AS is_foreign_admin FROM pg_roles) AS r
          LEFT JOIN preset AS p ON p.setrole = r.oid
         WHERE r.rolname = ANY (ours)
        UNION ALL
        SELECT 'database', '', '', '', jsonb_build_object('settings', settings) FROM preset WHERE setrole = 0
        UNION ALL
        SELECT 'schema', '', nspname, '',
               jsonb_build_object('existence', 'there', 'owner', CASE WHEN nspname = about ->> 'own schema'
                                                                      OR pg_get_userbyid(nspowner) = ANY (ours)
                                                                      THEN pg_get_userbyid(nspowner) END)
          FROM pg_namespace WHERE nspname = ANY (managed)
        UNION ALL
        SELECT 'extension', '', e.extname, '', jsonb_build_object('schema', n.nspname)
          FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace
          JOIN wanted_object AS w ON (w.kind, w.name) = ('extension', e.extname)
        UNION ALL
        SELECT 'default privileges', coalesce(n.nspname, ''), pg_get_userbyid(d.defaclrole),
               CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions'
                                    WHEN 'T' THEN 'types' WHEN 'n' THEN 'schemas' ELSE d.defaclobjtype::text END,
               jsonb_build_object('granted', coalesce((
                   SELECT jsonb_agg(format('%s to %s', a.privilege_type,
                                           CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(a.grantee) END)
                                    ORDER BY a.privilege_type, a.grantee)
                     FROM aclexplode(d.defaclacl) AS a WHERE a.grantee <> d.defaclrole), '[]'))
          FROM pg_default_acl AS d LEFT JOIN pg_namespace AS n ON n.oid = d.defaclnamespace
         WHERE pg_get_userbyid(d.defaclrole) = ANY (made) OR n.nspname = ANY (managed) AND NOT hosted
        UNION ALL
        SELECT CASE t.typtype WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range type' ELSE 'type' END, n.nspname, t.typname, '',
               jsonb_build_object(
                   'owner', pg_get_userbyid(t.typowner),
                   'values', (SELECT jsonb_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum AS e
                               WHERE e.enumtypid = t.oid),
                   'comment', obj_description(t.oid, 'pg_type'),
                   'privileges', CASE WHEN t.typacl <> acldefault('T', t.typowner) THEN t.typacl::text END)
          FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace
         WHERE n.nspname = ANY (managed) AND t.typtype <> 'm'
           AND (t.typrelid = 0 OR EXISTS (SELECT FROM pg_class AS c WHERE c.oid = t.typrelid AND c.relkind = 'c'))
           AND NOT EXISTS (SELECT FROM pg_type AS e WHERE e.typarray = t.oid)
           AND NOT EXISTS (SELECT FROM extended AS e WHERE (e.classid, e.objid) = ('pg_type'::regclass, t.oid))
        UNION ALL
        SELECT 'operator', n.nspname, o.oprname, format('%s, %s', o.oprleft::regtype, o.oprright::regtype),
               jsonb_build_object('owner', pg_get_userbyid(o.oprowner))
          FROM pg_operator AS o JOIN pg_namespace AS n ON n.oid = o.oprnamespace
         WHERE n.nspname = ANY (managed)
           AND NOT EXISTS (SELECT FROM extended AS e WHERE (e.classid, e.objid) = ('pg_operator'::regclass, o.oid))
        UNION ALL
        SELECT 'function', p.schema, p.name, p.part, jsonb_build_object(
                   'owner', pg_get_userbyid(p.proowner),
                   'returns', CASE WHEN p.proretset THEN 'a set of ' ELSE '' END || p.prorettype::regtype,
                   'language', l.lanname,
                   'volatility', CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END,
                   'parallel', CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' ELSE 'unsafe' END,
                   'NULL arguments', CASE WHEN p.proisstrict THEN 'strict' ELSE 'called' END,
                   'security', CASE WHEN p.prosecdef THEN 'definer' ELSE 'invoker' END,
                   'leakproof', CASE WHEN p.proleakproof THEN 'yes' END,
                   'settings', to_jsonb(p.proconfig),
                   'argument names', to_jsonb(p.proargnames),
                   'argument defaults', CASE WHEN p.pronargdefaults > 0 THEN jsonb_build_object(
                       'sql', pg_get_expr(p.proargdefaults, 0),
                       'as', (p.proargtypes[p.pronargs - 1])::regtype::text) END,
                   'body', p.prosrc,
                   'SQL body', CASE WHEN p.prosqlbody IS NOT NULL THEN 'there' END,
                   'kind', CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' WHEN 'w' THEN 'window' END,
                   'comment', obj_description(p.oid, 'pg_proc'))
          FROM routine AS p JOIN pg_language AS l ON l.oid = p.prolang
        UNION ALL
        SELECT CASE r.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view'
                              WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table' ELSE 'sequence' END,
               r.schema, r.name, '', jsonb_build_object(
                   'owner', pg_get_userbyid(r.relowner),
                   'row security', CASE WHEN r.relkind <> 'r' THEN NULL WHEN r.relrowsecurity THEN 'enabled'
                                        ELSE 'disabled' END,
                   'row security for the owner', CASE WHEN r.relkind <> 'r' THEN NULL
                                                      WHEN r.relforcerowsecurity THEN 'forced' ELSE 'not forced' END,
                   'persistence', CASE WHEN r.relpersistence = 'u' THEN 'unlogged' END,
                   'inherits', (SELECT jsonb_agg(i.inhparent::regclass::text ORDER BY i.inhseqno) FROM pg_inherits AS i
                                 WHERE i.inhrelid = r.oid),
                   'inherited by', (SELECT jsonb_agg(i.inhrelid::regclass::text ORDER BY i.inhrelid) FROM pg_inherits AS i
                                     WHERE i.inhparent = r.oid),
                   'taken from the owner', k.privileges,
                   'comment', obj_description(r.oid, 'pg_class'))
          FROM relation AS r LEFT JOIN lacking AS k ON k.oid = r.oid
         WHERE NOT EXISTS (SELECT FROM counting AS s WHERE s.oid = r.oid)
        UNION ALL
        -- Elsewhere: what belongs to the model's roles, and views of the model's tables.
        SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' ELSE 'relation' END,
               n.nspname, c.relname, '', jsonb_build_object(
                   'owner', pg_get_userbyid(c.relowner),
                   'reads', (SELECT jsonb_agg(DISTINCT format('%I.%I', m.schema, m.name))
                               FROM pg_rewrite AS w
                               JOIN pg_depend AS d ON (d.classid, d.objid) = ('pg_rewrite'::regclass, w.oid)
                               JOIN mine AS m ON (d.refclassid, d.refobjid) = ('pg_class'::regclass, m.oid)
                              WHERE w.ev_class = c.oid))
          FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
         WHERE n.nspname <> ALL (managed) AND n.nspname !~ '^pg_(toast|temp)' AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
           AND (pg_get_userbyid(c.relowner) = ANY (made)
                OR EXISTS (SELECT FROM pg_rewrite AS w
                             JOIN pg_depend AS d ON (d.classid, d.objid) = ('pg_rewrite'::regclass, w.oid)
                             JOIN mine AS m ON (d.refclassid, d.refobjid) = ('pg_class'::regclass, m.oid)
                            WHERE w.ev_class = c.oid))
        UNION ALL
        SELECT 'external table', w.schema, w.name, '', jsonb_build_object(
                   'existence', 'there',
                   'keys', (SELECT jsonb_agg(k.columns ORDER BY k.at)
                              FROM jsonb_array_elements(w.properties -> 'keys') WITH ORDINALITY AS k (columns, at)
                             WHERE EXISTS (
                                SELECT FROM pg_index AS i
                                 WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND i.indimmediate
                                   AND i.indpred IS NULL
                                   AND (SELECT array_agg(a.name ORDER BY a.name)
                                          FROM generate_series(0, i.indnkeyatts - 1) AS at
                                          JOIN columns_of AS a ON (a.attrelid, a.attnum) = (c.oid, i.indkey[at]))
                                     = (SELECT array_agg(x ORDER BY x) FROM jsonb_array_elements_text(k.columns) AS x))))
          FROM wanted_object AS w
          JOIN pg_namespace AS n ON n.nspname = w.schema
          JOIN pg_class AS c ON (c.relnamespace, c.relname) = (n.oid, w.name) AND c.relkind IN ('r', 'p')
         WHERE w.kind = 'external table'
        UNION ALL
        SELECT 'column', m.schema, m.name, a.attname, jsonb_build_object(
                   'type', jsonb_build_object('type', format_type(a.atttypid, a.atttypmod)),
                   'nullability', CASE WHEN NOT a.attnotnull THEN 'NULL' WHEN EXISTS (
                       SELECT FROM pg_constraint AS c
                        WHERE c.conrelid = m.oid AND c.contype = 'n' AND c.conkey = ARRAY[a.attnum] AND NOT c.convalidated
                   ) THEN 'NOT NULL, not checked' ELSE 'NOT NULL' END,
                   CASE WHEN a.attgenerated = '' THEN 'default' ELSE 'generated value' END,
                   CASE WHEN d.oid IS NOT NULL THEN jsonb_build_object(
                       'sql', pg_get_expr(d.adbin, d.adrelid), 'as', format_type(a.atttypid, a.atttypmod),
                       'foreign', CASE WHEN f.objid IS NOT NULL THEN true END) END,
                   'generation', CASE WHEN a.attgenerated = 'v' THEN 'virtual' END,
                   'identity', CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END,
                   'sequence', CASE WHEN q.seqincrement <> 1 OR q.seqmin <> 1 OR q.seqcycle
                                    THEN 'does not simply count up from 1' END,
                   'sequence privileges', CASE WHEN s.relacl <> acldefault('s', s.relowner) THEN s.relacl::text END,
                   'sequence owner', CASE WHEN s.relowner <> m.relowner THEN pg_get_userbyid(s.relowner) END,
                   'collation', CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END,
                   'comment', col_description(m.oid, a.attnum))
          FROM mine AS m
          JOIN pg_attribute AS a ON a.attrelid = m.oid
          JOIN pg_type AS t ON t.oid = a.atttypid
          LEFT JOIN pg_attrdef AS d ON (d.adrelid, d.adnum) = (m.oid, a.attnum)
          LEFT JOIN estranged AS f ON (f.classid, f.objid) = ('pg_attrdef'::regclass, d.oid)
          LEFT JOIN counting AS i ON (i.relid, i.attnum) = (m.oid, a.attnum)
          LEFT JOIN pg_class AS s ON s.oid = i.oid
          LEFT JOIN pg_sequence AS q ON q.seqrelid = i.oid
         WHERE a.attnum > 0 AND NOT a.attisdropped
        UNION ALL
        SELECT CASE c.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique constraint' WHEN 'f' THEN 'foreign key'
                              WHEN 'c' THEN 'check' ELSE 'exclusion constraint' END,
               c.schema, c.name, c.conname, jsonb_build_object(
                   'columns', CASE WHEN c.contype <> 'c' THEN c.columns END,
                   'NULLs', CASE WHEN c.contype = 'u' AND i.indnullsnotdistinct THEN 'not distinct' END,
                   'included columns', CASE WHEN c.contype IN ('p', 'u') AND i.indnatts > i.indnkeyatts THEN 'there' END,
                   'condition', CASE WHEN c.contype = 'c' THEN jsonb_build_object(
                       'sql', pg_get_expr(c.conbin, c.conrelid), 'as', 'boolean',
                       'foreign', CASE WHEN f.objid IS NOT NULL THEN true END) END,
                   'children', CASE WHEN c.contype = 'c' AND c.connoinherit THEN 'not held to it' END,
                   'target', CASE WHEN c.contype = 'f' THEN jsonb_build_array(n.nspname, t.relname) END,
                   'target columns', c.target_columns,
                   'match', CASE WHEN c.contype = 'f' AND c.confmatchtype <> 's' THEN c.confmatchtype::text END,
                   'ON UPDATE', CASE WHEN c.contype = 'f' THEN CASE c.confupdtype
                       WHEN 'a' THEN 'NO ACTION' WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE'
                       WHEN 'n' THEN 'SET NULL' ELSE 'SET DEFAULT' END END,
                   'ON DELETE', CASE WHEN c.contype = 'f' THEN CASE c.confdeltype
                       WHEN 'a' THEN 'NO ACTION' WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE'
                       WHEN 'n' THEN 'SET NULL' ELSE 'SET DEFAULT' END END,
                   'columns that ON DELETE sets', c.set_columns,
                   'validity', CASE WHEN NOT c.convalidated THEN 'not valid' END,
                   'deferral', CASE WHEN c.condeferred THEN 'initially deferred' WHEN c.condeferrable THEN 'deferrable' END,
                   'enforcement', CASE WHEN c.contype = 'f' AND 4 <> (
                       SELECT count(*) FROM pg_trigger AS g WHERE g.tgconstraint = c.oid AND g.tgenabled = 'O'
                   ) THEN 'its triggers do not all run' END,
                   'fires and restores before', CASE WHEN p.oid IS NOT NULL
                       AND c.conname::text COLLATE "C" < p.conname::text COLLATE "C"
                       AND NOT EXISTS (SELECT FROM firing AS mine JOIN firing AS plain USING (on_insert)
                                        WHERE mine.oid = c.oid AND plain.oid = p.oid AND mine.name >= plain.name)
                       THEN p.conname END)
          FROM keys AS c
          LEFT JOIN pg_index AS i ON i.indexrelid = c.conindid
          LEFT JOIN estranged AS f ON (f.classid, f.objid) = ('pg_constraint'::regclass, c.oid)
          LEFT JOIN pg_class AS t ON t.oid = c.confrelid
          LEFT JOIN pg_namespace AS n ON n.oid = t.relnamespace
          LEFT JOIN wanted_object AS w ON (w.kind, w.schema, w.name, w.part) = ('foreign key', c.schema, c.name, c.conname)
          LEFT JOIN pg_constraint AS p
                 ON (p.conrelid, p.conname) = (c.conrelid, w.properties ->> 'fires and restores before')
         WHERE c.contype IN ('p', 'u', 'f', 'c', 'x') AND (c.is_mine OR c.contype = 'f')
        UNION ALL
        SELECT 'index', i.schema, i.name, i.part, jsonb_build_object(
                   'method', i.amname,
                   'uniqueness', CASE WHEN i.indisunique THEN 'unique' END,
                   'NULLs', CASE WHEN i.indnullsnotdistinct THEN 'not distinct' END,
                   'included columns', CASE WHEN i.indnatts > i.indnkeyatts THEN 'there' END,
                   'filter', CASE WHEN i.indpred IS NOT NULL THEN jsonb_build_object(
                       'sql', pg_get_expr(i.indpred, i.indrelid), 'as', 'boolean',
                       'foreign', CASE WHEN f.objid IS NOT NULL THEN true END) END,
                   'validity', CASE WHEN NOT (i.indisvalid AND i.indisready AND i.indislive) THEN 'invalid' END,
                   'comment', obj_description(i.oid, 'pg_class')
               ) || k.properties
          FROM indexed AS i
          JOIN index_keys AS k ON k.oid = i.oid
          LEFT JOIN estranged AS f ON (f.classid, f.objid) = ('pg_class'::regclass, i.oid)
        UNION ALL
        SELECT 'trigger', m.schema, m.name, t.tgname, jsonb_build_object(
                   'event', concat_ws(' ',
                       CASE WHEN t.tgtype & 2 <> 0 THEN 'BEFORE' WHEN t.tgtype & 64 <> 0 THEN 'INSTEAD OF' ELSE 'AFTER' END,
                       concat_ws(' OR ', CASE WHEN t.tgtype & 4 <> 0 THEN 'INSERT' END,
                                         CASE WHEN t.tgtype & 16 <> 0 THEN 'UPDATE' END,
                                         CASE WHEN t.tgtype & 8 <> 0 THEN 'DELETE' END,
                                         CASE WHEN t.tgtype & 32 <> 0 THEN 'TRUNCATE' END),
                       CASE WHEN t.tgtype & 1 <> 0 THEN 'FOR EACH ROW' ELSE 'FOR EACH STATEMENT' END),
                   'columns', (SELECT jsonb_agg(a.name ORDER BY a.attnum) FROM columns_of AS a
                                WHERE a.attrelid = m.oid AND a.attnum = ANY (t.tgattr)),
                   'function', jsonb_build_array(n.nspname, p.proname),
                   'arguments', CASE WHEN t.tgnargs > 0 THEN encode(t.tgargs, 'escape') END,
                   'condition', CASE WHEN t.tgqual IS NOT NULL THEN jsonb_build_object(
                       'sql', substring(pg_get_triggerdef(t.oid) FROM ' WHEN \((.*)\) EXECUTE FUNCTION '), 'as', 'boolean',
                       'foreign', CASE WHEN f.objid IS NOT NULL THEN true END) END,
                   'activation', CASE t.tgenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'on replicas only'
                                                  WHEN 'A' THEN 'always' END,
                   'deferral', CASE WHEN t.tgdeferrable THEN 'deferrable' END,
                   'transition tables', CASE WHEN t.tgoldtable IS NOT NULL OR t.tgnewtable IS NOT NULL THEN 'there' END)
          FROM mine AS m
          JOIN pg_trigger AS t ON t.tgrelid = m.oid AND NOT t.tgisinternal
          JOIN pg_proc AS p ON p.oid = t.tgfoid
          JOIN pg_namespace AS n ON n.oid = p.pronamespace
          LEFT JOIN estranged AS f ON (f.classid, f.objid) = ('pg_trigger'::regclass, t.oid)
        UNION ALL
        SELECT 'policy', m.schema, m.name, p.polname, jsonb_build_object(
                   'kind', CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
                   'command', CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
                                            WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
                   'roles', (SELECT jsonb_agg(r.name ORDER BY r.name COLLATE "C")
                               FROM (SELECT CASE WHEN o = 0 THEN 'PUBLIC' WHEN pg_get_userbyid(o) = 'PUBLIC' THEN '"PUBLIC"'
                                                 ELSE pg_get_userbyid(o) END AS name
                                       FROM unnest(p.polroles) AS o) AS r),
                   'USING', CASE WHEN p.polqual IS NOT NULL THEN jsonb_build_object(
                       'sql', pg_get_expr(p.polqual, p.polrelid), 'as', 'boolean',
                       'foreign', CASE WHEN f.objid IS NOT NULL THEN true END) END,
                   'WITH CHECK', CASE WHEN p.polwithcheck IS NOT NULL THEN jsonb_build_object(
                       'sql', pg_get_expr(p.polwithcheck, p.polrelid), 'as', 'boolean',
                       'foreign', CASE WHEN f.objid IS NOT NULL THEN true END) END)
          FROM mine AS m
          JOIN pg_policy AS p ON p.polrelid = m.oid
          LEFT JOIN estranged AS f ON (f.classid, f.objid) = ('pg_policy'::regclass, p.oid)
        UNION ALL
        SELECT 'rule', m.schema, m.name, r.rulename, jsonb_build_object('existence', 'there')
          FROM mine AS m JOIN pg_rewrite AS r ON r.ev_class = m.oid
        UNION ALL
        SELECT 'event trigger', '', t.evtname, '', jsonb_build_object('function', jsonb_build_array(n.nspname, p.proname))
          FROM pg_event_trigger AS t
          JOIN pg_proc AS p ON p.oid = t.evtfoid
          JOIN pg_namespace AS n ON n.oid = p.pronamespace
         WHERE (NOT hosted OR n.nspname = ANY (managed))
           AND NOT EXISTS (SELECT FROM extended AS e WHERE (e.classid, e.objid) = ('pg_event_trigger'::regclass, t.oid))
        UNION ALL
        SELECT 'privileges on ' || kind, schema, name, grantee, jsonb_object_agg(said, value)
          FROM held GROUP BY 1, 2, 3, 4
    ),
    wanted AS (
        SELECT o.kind, o.schema, o.name, o.part, p.key AS property, p.value
          FROM wanted_object AS o CROSS JOIN jsonb_each(o.properties) AS p
    ),
    live AS (
        SELECT o.kind, o.schema::text, o.name::text, o.part::text, p.key AS property, p.value
          FROM live_object AS o CROSS JOIN jsonb_each(jsonb_strip_nulls(o.properties)) AS p
    ),
    compared AS (
        SELECT kind, schema, name, part, property, w.value AS wanted, l.value AS found,
               bool_and(l.value IS NULL) OVER object AS is_missing,
               bool_and(w.value IS NULL) OVER object AS is_extra,
               jsonb_object_agg(property, l.value) OVER object AS all_found
          FROM wanted AS w FULL JOIN live AS l USING (kind, schema, name, part, property)
        WINDOW object AS (PARTITION BY kind, schema, name, part)
    )
    SELECT * FROM (
        SELECT DISTINCT kind, schema, name, part,
               CASE WHEN is_missing OR is_extra THEN 'existence' ELSE property END AS property,
               CASE WHEN is_missing THEN '"there"' WHEN is_extra THEN NULL ELSE wanted END AS wanted,
               CASE WHEN is_missing THEN NULL WHEN is_extra THEN all_found ELSE found END AS found
          FROM compared
         WHERE wanted IS DISTINCT FROM found
           AND (wanted -> 'sql' IS NULL OR wanted -> 'sql' IS DISTINCT FROM found -> 'sql')
    ) AS difference
     -- What code is there decides whether expressions may be planned, so it comes first.
     ORDER BY kind NOT IN ('function', 'operator'), wanted ? 'sql' AND found ? 'sql', kind, schema, name, part, property
    LOOP
        IF one.kind IN ('function', 'operator') AND one.schema = ANY (managed)
            AND one.property NOT IN ('argument defaults', 'comment', 'owner')
        THEN
            is_trusted := false;
        END IF;
        IF one.wanted ? 'type' AND one.found ? 'type' OR one.wanted ? 'sql' AND one.found ? 'sql' THEN
            IF one.wanted ? 'sql' AND NOT is_trusted THEN
                is_passed_over := true;
                CONTINUE;
            END IF;
            source := CASE
                WHEN one.wanted ? 'type' OR one.kind = 'function' THEN ''
                WHEN one.kind = 'trigger' THEN format(
                    ' FROM pg_catalog.jsonb_populate_record(NULL::%1$I.%2$I, NULL) AS old, '
                    'pg_catalog.jsonb_populate_record(NULL::%1$I.%2$I, NULL) AS new', one.schema, one.name)
                ELSE format(' FROM pg_catalog.jsonb_populate_record(NULL::%1$I.%2$I, NULL) AS %2$I', one.schema, one.name)
            END;
            meanings := '{}';
            FOREACH side IN ARRAY CASE WHEN one.found ? 'foreign' THEN '{}' ELSE ARRAY[one.wanted, one.found] END LOOP
                query := 'EXPLAIN (VERBOSE, COSTS OFF, FORMAT JSON) SELECT ' || CASE
                    WHEN side ? 'type' THEN format('CAST(NULL AS %s)', side ->> 'type')
                    WHEN side ? 'as' THEN format(E'CAST((%s\n) AS %s)', side ->> 'sql', side ->> 'as')
                    ELSE format(E'(%s\n)', side ->> 'sql')
                END || source;
                BEGIN
                    PERFORM set_config('search_path', about ->> 'path', true);
                    EXECUTE query INTO plan;
                    PERFORM pg_catalog.set_config('search_path', '', true);
                    -- A plan shows everything but collations.
                    meanings := meanings || concat((plan -> 0 -> 'Plan')::text, (
                        SELECT string_agg(CASE WHEN then_word = 'pg_catalog' THEN last_word ELSE then_word END, ',' ORDER BY at)
                          FROM (SELECT at, lower(word[1]) AS first_word, trim('"' FROM lead(word[1]) OVER words) AS then_word,
                                       trim('"' FROM lead(word[1], 2) OVER words) AS last_word
                                  FROM regexp_matches(side ->> 'sql', '''(?:[^'']|'''')*''|"(?:[^"]|"")*"|\w+', 'g')
                                       WITH ORDINALITY AS found (word, at)
                                WINDOW words AS (ORDER BY at)) AS word
                         WHERE first_word = 'collate'));
                EXCEPTION WHEN OTHERS THEN
                    -- It cannot be planned on this database, so it is not the other. The search path is as it was.
                    meanings := meanings || NULL::text;
                END;
            END LOOP;
            CONTINUE WHEN meanings[1] = meanings[2];
        END IF;
        differences := differences || jsonb_build_array(jsonb_build_object(
            'key', jsonb_build_array(one.kind, one.schema, one.name, one.part),
            'object', CASE
                WHEN one.kind IN ('function', 'operator')
                    THEN format('%s %s.%s(%s)', one.kind, one.schema, one.name, one.part)
                WHEN one.kind LIKE 'privileges on %' THEN format(
                    '%s of %s', concat_ws(' ', one.kind, nullif(concat_ws('.', nullif(one.schema, ''), one.name), '')), one.part)
                ELSE concat_ws(' ', one.kind, nullif(concat_ws('.',
                    nullif(one.schema, ''), nullif(one.name, ''), nullif(one.part, '')), ''))
            END,
            'property', one.property,
            'expected', left(coalesce(one.wanted ->> 'sql', one.wanted ->> 'type', one.wanted #>> '{}'), longest),
            'found', left(coalesce(one.found ->> 'sql', one.found ->> 'type', one.found #>> '{}'), longest)));
    END LOOP;
    IF is_passed_over THEN
        differences := differences || jsonb_build_array(jsonb_build_object(
            'key', '["expressions", "", "", ""]', 'object', 'expressions', 'property', 'comparison', 'expected', 'done',
            'found', 'not done: functions differ, and comparing would run them'));
    END IF;
    PERFORM set_config('crmgen.differences', differences::text, true);
    PERFORM set_config('crmgen.facts', (
        SELECT count(*) FROM jsonb_array_elements(model -> 'objects') AS o CROSS JOIN jsonb_object_keys(o -> 4)
    )::text, true);
END
$compare$;
