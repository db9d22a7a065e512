SELECT concat_ws(' ', kind, name), detail FROM (
    -- Schemas
    SELECT 'schema' AS kind, nspname::text AS name,
           concat_ws(' ', 'owner', nspowner::regrole, (SELECT array_agg(item::text ORDER BY item::text)
               FROM unnest(coalesce(nspacl, acldefault('n', nspowner))) AS item)) AS detail
      FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'

    -- Tables, views, sequences
    UNION ALL
    SELECT 'relation', c.oid::regclass::text,
           concat_ws(' ', c.relkind, c.relpersistence, 'owner', c.relowner::regrole,
               CASE WHEN c.relrowsecurity THEN 'row security' END,
               CASE WHEN c.relforcerowsecurity THEN 'forced' END,
               CASE WHEN c.relreplident NOT IN ('d', 'n') THEN 'replica identity ' || c.relreplident::text END,
               (SELECT 'kept by ' || amname FROM pg_am WHERE oid = c.relam AND amname NOT IN ('heap', 'btree')),
               (SELECT 'in ' || spcname FROM pg_tablespace WHERE oid = c.reltablespace),
               c.reloptions, pg_get_expr(c.relpartbound, c.oid), pg_get_partkeydef(c.oid),
               CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END,
               (SELECT string_agg(inhparent::regclass::text, ', ' ORDER BY inhseqno) FROM pg_inherits WHERE inhrelid = c.oid),
               CASE WHEN c.relkind NOT IN ('i', 'I') THEN (SELECT array_agg(item::text ORDER BY item::text)
                   FROM unnest(coalesce(c.relacl, acldefault((CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END)::"char", c.relowner))) AS item) END)
      FROM pg_class AS c WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'i', 'I', 'c')
       AND c.relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^pg_')

    -- Columns
    UNION ALL
    SELECT 'column', a.attrelid::regclass || '.' || quote_ident(a.attname),
           concat_ws(' ', format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN 'not null' END,
               CASE a.attgenerated WHEN 's' THEN 'generated' WHEN 'v' THEN 'virtual' ELSE 'default' END
                   || ' ' || pg_get_expr(d.adbin, d.adrelid),
               CASE a.attidentity WHEN 'a' THEN 'identity always' WHEN 'd' THEN 'identity by default' END,
               (SELECT 'collate ' || collname FROM pg_collation WHERE oid = a.attcollation AND collname <> 'default'),
               (SELECT 'storage ' || a.attstorage::text FROM pg_type WHERE oid = a.atttypid AND typstorage <> a.attstorage),
               'compression ' || nullif(a.attcompression::text, ''), 'statistics ' || nullif(a.attstattarget::integer, -1), a.attoptions,
               (SELECT array_agg(item::text ORDER BY item::text) FROM unnest(a.attacl) AS item))
      FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
      LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND a.attnum > 0 AND NOT a.attisdropped
       AND c.relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^pg_')

    -- What hangs on tables
    UNION ALL
    -- What an inherited NOT NULL is called says only how the table came to its parent.
    SELECT 'constraint', CASE WHEN contype = 'n' AND (coninhcount > 0 OR EXISTS (
               -- What a child calls otherwise cannot get another name in its parent.
               SELECT FROM pg_inherits AS h WHERE h.inhparent = k.conrelid)) THEN pg_get_constraintdef(oid) ELSE quote_ident(conname) END || ' on ' || coalesce(nullif(conrelid, 0)::regclass::text, contypid::regtype::text),
           concat_ws(' ', pg_get_constraintdef(oid), CASE WHEN NOT convalidated THEN 'not validated' END)
      -- PostgreSQL makes and names the foreign keys of and to parts by itself, as it makes those of the whole.
      FROM pg_constraint AS k WHERE oid >= 16384 AND contype <> 't' AND NOT (contype = 'f' AND conparentid <> 0)
    UNION ALL
    SELECT 'index', indexrelid::regclass::text,
           concat_ws(' ', pg_get_indexdef(indexrelid), CASE WHEN indisprimary THEN 'primary' END,
               CASE WHEN NOT indisvalid THEN 'invalid' END, CASE WHEN indisclustered THEN 'clustered' END, CASE WHEN indisreplident THEN 'replica identity' END)
      FROM pg_index WHERE indexrelid >= 16384 AND indrelid::regclass::text !~ '^pg_toast'
    UNION ALL
    SELECT 'trigger', quote_ident(tgname) || ' on ' || tgrelid::regclass, concat_ws(' ', pg_get_triggerdef(oid), tgenabled)
      FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL
    SELECT 'policy', quote_ident(polname) || ' on ' || polrelid::regclass,
           concat_ws(' ', polcmd, CASE WHEN polpermissive THEN 'permissive' ELSE 'restrictive' END,
               (SELECT string_agg(coalesce(nullif(role, 0)::regrole::text, 'PUBLIC'), ', ' ORDER BY role::regrole::text)
                  FROM unnest(polroles) AS role),
               -- What the one column of a sub-select is called means nothing; it keeps a function's former name.
               regexp_replace('using ' || pg_get_expr(polqual, polrelid), ' AS [^ ()]+\)', ')', 'g'),
               regexp_replace('check ' || pg_get_expr(polwithcheck, polrelid), ' AS [^ ()]+\)', ')', 'g'))
      FROM pg_policy
    UNION ALL
    SELECT 'rule', quote_ident(rulename) || ' on ' || ev_class::regclass, pg_get_ruledef(oid)
      FROM pg_rewrite WHERE oid >= 16384 AND rulename <> '_RETURN'
    UNION ALL
    SELECT 'statistics', stxname::text, pg_get_statisticsobjdef(oid) FROM pg_statistic_ext

    -- Sequences, types, functions
    UNION ALL
    SELECT 'sequence', seqrelid::regclass::text,
           concat_ws(' ', seqtypid::regtype, seqstart, seqincrement, seqmin, seqmax, seqcache, seqcycle,
               (SELECT 'owned by ' || refobjid::regclass || '.' || (SELECT attname FROM pg_attribute WHERE attrelid = refobjid AND attnum = refobjsubid)
                  FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = seqrelid AND refobjsubid > 0 AND deptype IN ('a', 'i')))
      FROM pg_sequence
    UNION ALL
    SELECT 'type', t.oid::regtype::text,
           concat_ws(' ', t.typtype, 'owner', t.typowner::regrole,
               (SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid),
               CASE WHEN t.typtype = 'd' THEN concat_ws(' ', format_type(t.typbasetype, t.typtypmod), CASE WHEN t.typnotnull THEN 'not null' END, t.typdefault) END,
               (SELECT array_agg(item::text ORDER BY item::text) FROM unnest(coalesce(t.typacl, acldefault('T', t.typowner))) AS item))
      FROM pg_type AS t WHERE t.oid >= 16384 AND t.typcategory <> 'A'
       AND t.typnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^pg_')
    UNION ALL
    SELECT 'function', p.oid::regprocedure::text,
           concat_ws(' ', 'owner', p.proowner::regrole, CASE WHEN p.prokind IN ('f', 'p') THEN pg_get_functiondef(p.oid) END,
               (SELECT array_agg(item::text ORDER BY item::text) FROM unnest(coalesce(p.proacl, acldefault('f', p.proowner))) AS item))
      FROM pg_proc AS p WHERE p.oid >= 16384
       AND p.pronamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^pg_')

    -- Around them
    UNION ALL
    SELECT 'extension', extname::text, extnamespace::regnamespace::text FROM pg_extension
    UNION ALL
    SELECT 'default privileges', concat_ws(' ', defaclrole::regrole, nullif(defaclnamespace, 0)::regnamespace, defaclobjtype),
           (SELECT array_agg(item::text ORDER BY item::text) FROM unnest(defaclacl) AS item)::text
      FROM pg_default_acl
    UNION ALL
    SELECT 'publication', pubname::text, concat_ws(' ', puballtables, pubinsert, pubupdate, pubdelete, pubtruncate,
           (SELECT string_agg(prrelid::regclass::text, ', ' ORDER BY prrelid::regclass::text) FROM pg_publication_rel WHERE prpubid = p.oid))
      FROM pg_publication AS p
    UNION ALL
    SELECT 'event trigger', evtname::text, concat_ws(' ', evtevent, evtfoid::regproc, evtenabled, evttags) FROM pg_event_trigger
    UNION ALL
    SELECT 'database', NULL, (SELECT array_agg(item::text ORDER BY item::text)
           FROM unnest(coalesce(datacl, acldefault('d', datdba))) AS item)::text
      FROM pg_database WHERE datname = current_database()
    UNION ALL
    SELECT 'comment on', pg_describe_object(classoid, objoid, objsubid), description
      FROM pg_description WHERE objoid >= 16384 OR (classoid = 'pg_namespace'::regclass AND objoid = 'public'::regnamespace)
) AS everything
