-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 6: expand.

BEGIN;

-- column.add t.c: The column `t.c` is added.
ALTER TABLE public.t ADD COLUMN c uuid;

ALTER TABLE public.t ALTER COLUMN c SET DEFAULT gen_random_uuid();

COMMIT;

-- Part 2 of 6: backfill, outside a transaction.

-- column.add t.c: The column `t.c` is added.
-- BACKFILLS_ROWS: rows of `t` get a value of `c`, in batches; triggers do not run
--   count: SELECT count(*) FROM public.t
DO $crmgen$
#variable_conflict use_column
DECLARE
    crmgen_pages bigint := pg_catalog.pg_relation_size('public.t') / pg_catalog.current_setting('block_size')::bigint;
BEGIN
    FOR crmgen_page IN 0..crmgen_pages BY 512 LOOP
        ALTER TABLE public.t DISABLE TRIGGER USER;
        UPDATE public.t SET c = (gen_random_uuid())
        WHERE c IS NULL AND ctid >= pg_catalog.format('(%s,0)', crmgen_page)::tid
            AND ctid < pg_catalog.format('(%s,0)', crmgen_page + 512)::tid;
        ALTER TABLE public.t ENABLE TRIGGER USER;
        ALTER TABLE public.t ENABLE ALWAYS TRIGGER always;
        ALTER TABLE public.t DISABLE TRIGGER off;
        ALTER TABLE public.t DISABLE TRIGGER turns;
        ALTER TABLE public.t ENABLE REPLICA TRIGGER watches;
        COMMIT;
    END LOOP;
    ALTER TABLE public.t DISABLE TRIGGER USER;
    UPDATE public.t SET c = (gen_random_uuid())
    WHERE c IS NULL;
    ALTER TABLE public.t ENABLE TRIGGER USER;
    ALTER TABLE public.t ENABLE ALWAYS TRIGGER always;
    ALTER TABLE public.t DISABLE TRIGGER off;
    ALTER TABLE public.t DISABLE TRIGGER turns;
    ALTER TABLE public.t ENABLE REPLICA TRIGGER watches;
END
$crmgen$;

-- Part 3 of 6: validate.

BEGIN;

-- column.add t.c: The column `t.c` is added.
ALTER TABLE public.t ADD CONSTRAINT crmgen_not_null_c CHECK (c IS NOT NULL) NOT VALID;

COMMIT;

-- Part 4 of 6: validate.

BEGIN;

-- column.add t.c: The column `t.c` is added.
ALTER TABLE public.t VALIDATE CONSTRAINT crmgen_not_null_c;

COMMIT;

-- Part 5 of 6: switch.

BEGIN;

-- column.add t.c: The column `t.c` is added.
ALTER TABLE public.t ALTER COLUMN c SET NOT NULL;

ALTER TABLE public.t DROP CONSTRAINT crmgen_not_null_c;

-- trigger.change t.turns: The trigger `turns` of `t` changes.
-- BEHAVIOUR_CHANGE: what happens by itself when rows of `t` are written changes
ALTER TABLE public.t ENABLE ALWAYS TRIGGER turns;

COMMIT;

-- Part 6 of 6: rewrite.

BEGIN;

-- dependent.remake t.watches: The trigger `t.watches` is made again with `t`.
DROP TRIGGER watches ON public.t;

-- column.type t.a: The column `t.a` changes its type from `integer` to `bigint`.
-- REWRITES_TABLE: every row of `t` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `t` is written again, while nobody reads or writes
ALTER TABLE public.t ALTER COLUMN a TYPE bigint;

-- dependent.remake t.watches: The trigger `t.watches` is made again with `t`.
CREATE TRIGGER watches BEFORE UPDATE OF a ON public.t FOR EACH ROW EXECUTE FUNCTION public.touch();

ALTER TABLE public.t ENABLE REPLICA TRIGGER watches;

COMMIT;
