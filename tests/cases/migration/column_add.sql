-- [old]
CREATE TABLE public.t (id integer NOT NULL, a integer, CONSTRAINT t_pkey PRIMARY KEY (id));

-- [new]
CREATE TABLE public.t (
    id integer NOT NULL,
    a integer,
    plain text,
    constant text NOT NULL DEFAULT 'x',
    at_time timestamptz NOT NULL DEFAULT now(),
    own uuid NOT NULL DEFAULT gen_random_uuid(),
    wanted integer NOT NULL,
    twice integer GENERATED ALWAYS AS (a * 2) STORED,
    CONSTRAINT t_pkey PRIMARY KEY (id)
);

-- [hints]
backfill public.t.wanted: coalesce(a, 0) + 1

-- [rows]
INSERT INTO public.t SELECT n, nullif(n % 3, 0) FROM generate_series(1, 5000) AS n;

-- [query]
SELECT count(*), count(DISTINCT own), sum(wanted), sum(twice), count(constant), count(at_time) FROM public.t;

-- [answer]
5000|5000|10001|10002|5000|5000

-- [hazards]
BACKFILLS_ROWS
REWRITES_TABLE

-- [up]
-- expand (a transaction)
ALTER TABLE public.t ADD COLUMN at_time timestamptz NOT NULL DEFAULT now();
ALTER TABLE public.t ADD COLUMN constant text NOT NULL DEFAULT 'x';
ALTER TABLE public.t ADD COLUMN own uuid;
ALTER TABLE public.t ALTER COLUMN own SET DEFAULT gen_random_uuid();
ALTER TABLE public.t ADD COLUMN plain text;
ALTER TABLE public.t ADD COLUMN wanted integer;
-- backfill (outside a transaction)
DO $crmgen$
#variable_conflict use_column
DECLARE
    crmgen_pages bigint := pg_catalog.pg_relation_size('public.t') / pg_catalog.current_setting('block_size')::bigint;
BEGIN
    FOR crmgen_page IN 0..crmgen_pages BY 512 LOOP
        UPDATE public.t SET own = (gen_random_uuid())
        WHERE own IS NULL AND ctid >= pg_catalog.format('(%s,0)', crmgen_page)::tid
            AND ctid < pg_catalog.format('(%s,0)', crmgen_page + 512)::tid;
        COMMIT;
    END LOOP;
    UPDATE public.t SET own = (gen_random_uuid())
    WHERE own IS NULL;
END
$crmgen$;
-- backfill (outside a transaction)
DO $crmgen$
#variable_conflict use_column
DECLARE
    crmgen_pages bigint := pg_catalog.pg_relation_size('public.t') / pg_catalog.current_setting('block_size')::bigint;
BEGIN
    FOR crmgen_page IN 0..crmgen_pages BY 512 LOOP
        UPDATE public.t SET wanted = (coalesce(a, 0) + 1)
        WHERE wanted IS NULL AND ctid >= pg_catalog.format('(%s,0)', crmgen_page)::tid
            AND ctid < pg_catalog.format('(%s,0)', crmgen_page + 512)::tid;
        COMMIT;
    END LOOP;
    UPDATE public.t SET wanted = (coalesce(a, 0) + 1)
    WHERE wanted IS NULL;
END
$crmgen$;
-- validate (a transaction)
ALTER TABLE public.t ADD CONSTRAINT crmgen_not_null_own CHECK (own IS NOT NULL) NOT VALID;
-- validate (a transaction)
ALTER TABLE public.t VALIDATE CONSTRAINT crmgen_not_null_own;
-- validate (a transaction)
ALTER TABLE public.t ADD CONSTRAINT crmgen_not_null_wanted CHECK (wanted IS NOT NULL) NOT VALID;
-- validate (a transaction)
ALTER TABLE public.t VALIDATE CONSTRAINT crmgen_not_null_wanted;
-- switch (a transaction)
ALTER TABLE public.t ALTER COLUMN own SET NOT NULL;
ALTER TABLE public.t DROP CONSTRAINT crmgen_not_null_own;
ALTER TABLE public.t ALTER COLUMN wanted SET NOT NULL;
ALTER TABLE public.t DROP CONSTRAINT crmgen_not_null_wanted;
-- rewrite (a transaction: rewrite public.t)
ALTER TABLE public.t ADD COLUMN twice integer GENERATED ALWAYS AS (a * 2) STORED;

-- [down]
-- contract (a transaction)
ALTER TABLE public.t DROP COLUMN at_time;
ALTER TABLE public.t DROP COLUMN constant;
ALTER TABLE public.t DROP COLUMN own;
ALTER TABLE public.t DROP COLUMN plain;
ALTER TABLE public.t DROP COLUMN twice;
ALTER TABLE public.t DROP COLUMN wanted;
