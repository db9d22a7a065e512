-- [old]
CREATE TABLE people (id integer PRIMARY KEY, name text NOT NULL);

-- [new]
CREATE TABLE people (id integer PRIMARY KEY, first text NOT NULL, last text NOT NULL);

-- [hints]
backfill people.first: split_part(name, ' ', 1)
backfill people.last: split_part(name, ' ', 2)
dropped people.name

-- [rows]
INSERT INTO people VALUES (1, 'Ada Lovelace');

-- [query]
SELECT * FROM people;

-- [answer]
1|Ada|Lovelace

-- [lossy]
Nothing says how the name is put together again.

-- [hazards]
BACKFILLS_ROWS
DELETES_DATA

-- [up]
-- expand (a transaction)
ALTER TABLE public.people ADD COLUMN first text;
ALTER TABLE public.people ADD COLUMN last text;
-- backfill (outside a transaction)
DO $crmgen$
#variable_conflict use_column
DECLARE
    crmgen_pages bigint := pg_catalog.pg_relation_size('public.people') / pg_catalog.current_setting('block_size')::bigint;
BEGIN
    FOR crmgen_page IN 0..crmgen_pages BY 512 LOOP
        UPDATE public.people SET first = (split_part(name, ' ', 1))
        WHERE first IS NULL AND ctid >= pg_catalog.format('(%s,0)', crmgen_page)::tid
            AND ctid < pg_catalog.format('(%s,0)', crmgen_page + 512)::tid;
        COMMIT;
    END LOOP;
    UPDATE public.people SET first = (split_part(name, ' ', 1))
    WHERE first IS NULL;
END
$crmgen$;
-- backfill (outside a transaction)
DO $crmgen$
#variable_conflict use_column
DECLARE
    crmgen_pages bigint := pg_catalog.pg_relation_size('public.people') / pg_catalog.current_setting('block_size')::bigint;
BEGIN
    FOR crmgen_page IN 0..crmgen_pages BY 512 LOOP
        UPDATE public.people SET last = (split_part(name, ' ', 2))
        WHERE last IS NULL AND ctid >= pg_catalog.format('(%s,0)', crmgen_page)::tid
            AND ctid < pg_catalog.format('(%s,0)', crmgen_page + 512)::tid;
        COMMIT;
    END LOOP;
    UPDATE public.people SET last = (split_part(name, ' ', 2))
    WHERE last IS NULL;
END
$crmgen$;
-- validate (a transaction)
ALTER TABLE public.people ADD CONSTRAINT crmgen_not_null_first CHECK (first IS NOT NULL) NOT VALID;
-- validate (a transaction)
ALTER TABLE public.people VALIDATE CONSTRAINT crmgen_not_null_first;
-- validate (a transaction)
ALTER TABLE public.people ADD CONSTRAINT crmgen_not_null_last CHECK (last IS NOT NULL) NOT VALID;
-- validate (a transaction)
ALTER TABLE public.people VALIDATE CONSTRAINT crmgen_not_null_last;
-- switch (a transaction)
ALTER TABLE public.people ALTER COLUMN first SET NOT NULL;
ALTER TABLE public.people DROP CONSTRAINT crmgen_not_null_first;
ALTER TABLE public.people ALTER COLUMN last SET NOT NULL;
ALTER TABLE public.people DROP CONSTRAINT crmgen_not_null_last;
-- contract (a transaction)
ALTER TABLE public.people DROP COLUMN name;

-- [down]
-- expand (a transaction)
ALTER TABLE public.people ADD COLUMN name text;
DO $crmgen$
BEGIN
    IF EXISTS (SELECT FROM public.people WHERE name IS NULL) THEN
        RAISE WARNING USING MESSAGE = 'public.people.name is empty in rows that are there, so it stays nullable';
    ELSE
        ALTER TABLE public.people ALTER COLUMN name SET NOT NULL;
    END IF;
END
$crmgen$;
-- contract (a transaction)
ALTER TABLE public.people DROP COLUMN first;
ALTER TABLE public.people DROP COLUMN last;
