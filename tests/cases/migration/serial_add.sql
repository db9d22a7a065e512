-- [old]
CREATE TABLE t (x integer);

-- [new]
CREATE TABLE t (x integer, n serial, i bigint GENERATED ALWAYS AS IDENTITY);

-- [rows]
INSERT INTO t VALUES (1), (2);

-- [query]
INSERT INTO t (x) VALUES (3);
SELECT max(n), max(i) FROM t;

-- [answer]
3|3

-- [hazards]
BACKFILLS_ROWS
REWRITES_TABLE

-- [up]
-- expand (a transaction)
CREATE SEQUENCE public.t_n_seq AS integer;
ALTER TABLE public.t ADD COLUMN n integer;
ALTER SEQUENCE public.t_n_seq OWNED BY public.t.n;
ALTER TABLE public.t ALTER COLUMN n SET DEFAULT nextval('public.t_n_seq'::regclass);
-- backfill (outside a transaction)
DO $crmgen$
#variable_conflict use_column
DECLARE
    crmgen_pages bigint := pg_catalog.pg_relation_size('public.t') / pg_catalog.current_setting('block_size')::bigint;
BEGIN
    FOR crmgen_page IN 0..crmgen_pages BY 512 LOOP
        UPDATE public.t SET n = (nextval('public.t_n_seq'::regclass))
        WHERE n IS NULL AND ctid >= pg_catalog.format('(%s,0)', crmgen_page)::tid
            AND ctid < pg_catalog.format('(%s,0)', crmgen_page + 512)::tid;
        COMMIT;
    END LOOP;
    UPDATE public.t SET n = (nextval('public.t_n_seq'::regclass))
    WHERE n IS NULL;
END
$crmgen$;
-- validate (a transaction)
ALTER TABLE public.t ADD CONSTRAINT crmgen_not_null_n CHECK (n IS NOT NULL) NOT VALID;
-- validate (a transaction)
ALTER TABLE public.t VALIDATE CONSTRAINT crmgen_not_null_n;
-- switch (a transaction)
ALTER TABLE public.t ALTER COLUMN n SET NOT NULL;
ALTER TABLE public.t DROP CONSTRAINT crmgen_not_null_n;
-- rewrite (a transaction: rewrite public.t)
ALTER TABLE public.t ADD COLUMN i bigint NOT NULL GENERATED ALWAYS AS IDENTITY;

-- [down]
-- contract (a transaction)
ALTER TABLE public.t DROP COLUMN i;
ALTER TABLE public.t DROP COLUMN n;
