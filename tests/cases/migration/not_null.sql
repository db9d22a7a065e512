-- [old]
CREATE TABLE t (id integer, a text, b text, c text NOT NULL);

-- [new]
CREATE TABLE t (id integer, a text NOT NULL DEFAULT 'd', b text NOT NULL, c text);

-- [hints]
backfill t.a: 'was ' || id

-- [rows]
INSERT INTO t VALUES (1, NULL, 'b', 'c'), (2, 'a', 'b', 'c');

-- [query]
SELECT * FROM t ORDER BY id;

-- [answer]
1|was 1|b|c
2|a|b|c

-- [hazards]
BACKFILLS_ROWS
BEHAVIOUR_CHANGE
MAY_FAIL_ON_DATA

-- [up]
-- expand (a transaction)
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT 'd';
-- backfill (outside a transaction)
DO $crmgen$
#variable_conflict use_column
DECLARE
    crmgen_pages bigint := pg_catalog.pg_relation_size('public.t') / pg_catalog.current_setting('block_size')::bigint;
BEGIN
    FOR crmgen_page IN 0..crmgen_pages BY 512 LOOP
        UPDATE public.t SET a = ('was ' || id)
        WHERE a IS NULL AND ctid >= pg_catalog.format('(%s,0)', crmgen_page)::tid
            AND ctid < pg_catalog.format('(%s,0)', crmgen_page + 512)::tid;
        COMMIT;
    END LOOP;
    UPDATE public.t SET a = ('was ' || id)
    WHERE a IS NULL;
END
$crmgen$;
-- validate (a transaction)
ALTER TABLE public.t ADD CONSTRAINT crmgen_not_null_a CHECK (a IS NOT NULL) NOT VALID;
-- validate (a transaction)
ALTER TABLE public.t VALIDATE CONSTRAINT crmgen_not_null_a;
-- validate (a transaction)
ALTER TABLE public.t ADD CONSTRAINT crmgen_not_null_b CHECK (b IS NOT NULL) NOT VALID;
-- validate (a transaction)
ALTER TABLE public.t VALIDATE CONSTRAINT crmgen_not_null_b;
-- switch (a transaction)
ALTER TABLE public.t ALTER COLUMN a SET NOT NULL;
ALTER TABLE public.t DROP CONSTRAINT crmgen_not_null_a;
ALTER TABLE public.t ALTER COLUMN b SET NOT NULL;
ALTER TABLE public.t DROP CONSTRAINT crmgen_not_null_b;
ALTER TABLE public.t ALTER COLUMN c DROP NOT NULL;

-- [down]
-- validate (a transaction)
ALTER TABLE public.t ADD CONSTRAINT crmgen_not_null_c CHECK (c IS NOT NULL) NOT VALID;
-- validate (a transaction)
ALTER TABLE public.t VALIDATE CONSTRAINT crmgen_not_null_c;
-- switch (a transaction)
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
ALTER TABLE public.t ALTER COLUMN a DROP NOT NULL;
ALTER TABLE public.t ALTER COLUMN b DROP NOT NULL;
ALTER TABLE public.t ALTER COLUMN c SET NOT NULL;
ALTER TABLE public.t DROP CONSTRAINT crmgen_not_null_c;
