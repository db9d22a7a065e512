-- What a database holds, a fact to a line; the order of columns is no fact.
WITH own AS (
    SELECT oid, nspname FROM pg_catalog.pg_namespace
    WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
), relations AS (
    SELECT c.*, n.nspname || '.' || c.relname AS called FROM pg_catalog.pg_class AS c JOIN own AS n ON n.oid = c.relnamespace
    WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e')
)
SELECT 'schema ' || nspname FROM own
UNION ALL
SELECT format('relation %s: kind %s, persistence %s, security %s %s, options %s', called, relkind, relpersistence,
    relrowsecurity, relforcerowsecurity, reloptions)
FROM relations
UNION ALL
SELECT format('column %s.%s: %s, collation %s, not null %s, identity %s, generated %s, default %s', r.called, attname,
    format_type(atttypid, atttypmod), attcollation::regcollation, attnotnull, attidentity, attgenerated,
    pg_get_expr(d.adbin, d.adrelid))
FROM relations AS r JOIN pg_catalog.pg_attribute AS a ON a.attrelid = r.oid AND attnum > 0 AND NOT attisdropped
LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE r.relkind IN ('r', 'p', 'v', 'm', 'f')
UNION ALL
SELECT format('constraint %s on %s: %s, valid %s', conname, r.called, pg_get_constraintdef(k.oid), convalidated)
FROM pg_catalog.pg_constraint AS k JOIN relations AS r ON r.oid = k.conrelid WHERE contype <> 'n'
    -- PostgreSQL makes and names the foreign keys of and to parts by itself.
    AND NOT (contype = 'f' AND conparentid <> 0)
UNION ALL
SELECT format('constraint %s on type %s: %s', conname, contypid::regtype, pg_get_constraintdef(oid))
FROM pg_catalog.pg_constraint WHERE contypid <> 0 AND connamespace IN (SELECT oid FROM own)
UNION ALL
SELECT format('index %s: %s, valid %s', r.called, pg_get_indexdef(i.indexrelid), indisvalid)
FROM pg_catalog.pg_index AS i JOIN relations AS r ON r.oid = i.indexrelid
UNION ALL
SELECT format('trigger %s on %s: %s, %s', tgname, r.called, pg_get_triggerdef(t.oid), tgenabled)
FROM pg_catalog.pg_trigger AS t JOIN relations AS r ON r.oid = t.tgrelid WHERE NOT tgisinternal
UNION ALL
SELECT format('policy %s on %s: %s %s to %s using %s check %s', polname, r.called, polpermissive, polcmd,
    ARRAY(SELECT rolname FROM pg_catalog.pg_roles WHERE oid = ANY (polroles) ORDER BY 1),
    pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
FROM pg_catalog.pg_policy AS p JOIN relations AS r ON r.oid = p.polrelid
UNION ALL
SELECT format('view %s: %s', called, pg_get_viewdef(oid)) FROM relations WHERE relkind IN ('v', 'm')
UNION ALL
SELECT format('type %s: %s, %s, not null %s, default %s, values %s, parts %s', oid::regtype, typtype, typbasetype::regtype,
    typnotnull, typdefault,
    ARRAY(SELECT enumlabel FROM pg_catalog.pg_enum WHERE enumtypid = t.oid ORDER BY enumsortorder),
    ARRAY(SELECT attname || ' ' || format_type(atttypid, atttypmod) FROM pg_catalog.pg_attribute
        WHERE attrelid = typrelid AND typtype = 'c' AND attnum > 0 AND NOT attisdropped ORDER BY attname))
FROM pg_catalog.pg_type AS t
WHERE typnamespace IN (SELECT oid FROM own) AND typcategory <> 'A'
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d WHERE d.objid = t.oid AND d.deptype = 'e')
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_class AS c WHERE c.oid = typrelid AND relkind <> 'c')
UNION ALL
SELECT format('function %s: %s', p.oid::regprocedure, pg_get_functiondef(p.oid))
FROM pg_catalog.pg_proc AS p JOIN own AS n ON n.oid = p.pronamespace
WHERE prokind IN ('f', 'p')
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS d WHERE d.objid = p.oid AND d.deptype = 'e')
UNION ALL
SELECT format('sequence %s: %s from %s by %s, %s to %s, cycles %s, with %s', r.called, format_type(seqtypid, NULL), seqstart,
    seqincrement, seqmin, seqmax, seqcycle,
    (SELECT refobjid::regclass || '.' || attname FROM pg_catalog.pg_depend AS d
        JOIN pg_catalog.pg_attribute ON attrelid = refobjid AND attnum = refobjsubid
        WHERE d.objid = r.oid AND d.deptype IN ('a', 'i') LIMIT 1))
FROM pg_catalog.pg_sequence JOIN relations AS r ON r.oid = seqrelid
UNION ALL
SELECT format('extension %s in %s', extname, nspname)
FROM pg_catalog.pg_extension AS e JOIN pg_catalog.pg_namespace AS n ON n.oid = extnamespace
UNION ALL
SELECT format('comment on %s: %s', pg_catalog.pg_describe_object(classoid, objoid, objsubid), description)
FROM pg_catalog.pg_description
WHERE objoid >= 16384 AND pg_catalog.pg_describe_object(classoid, objoid, objsubid) NOT LIKE 'extension %'
UNION ALL
SELECT format('privilege on relation %s: %s of %s', r.called, privilege_type,
    CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END)
FROM relations AS r, aclexplode(coalesce(relacl, acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner)))
UNION ALL
SELECT format('privilege on column %s.%s: %s of %s', r.called, attname, privilege_type,
    CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END)
FROM relations AS r JOIN pg_catalog.pg_attribute AS a ON attrelid = r.oid, aclexplode(attacl)
WHERE NOT attisdropped
UNION ALL
SELECT format('privilege on function %s: %s of %s', p.oid::regprocedure, privilege_type,
    CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END)
FROM pg_catalog.pg_proc AS p JOIN own AS n ON n.oid = p.pronamespace, aclexplode(coalesce(proacl, acldefault('f', proowner)))
UNION ALL
SELECT format('privilege on schema %s: %s of %s', nspname, privilege_type,
    CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END)
FROM pg_catalog.pg_namespace AS n, aclexplode(coalesce(nspacl, acldefault('n', nspowner)))
WHERE n.oid IN (SELECT oid FROM own)
ORDER BY 1;
