-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 3: expand.

BEGIN;

-- foreign_key.drop b.b_a_fkey: The foreign key `b_a_fkey` of `b` is dropped.
-- INTEGRITY_LOOSENED: rows of `b` may point at rows of `a` that are not there
ALTER TABLE public.b DROP CONSTRAINT b_a_fkey;

COMMIT;

-- Part 2 of 3: index, outside a transaction.

-- primary_key.change a.a_pkey: The primary key `a_pkey` of `a` changes.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- MAY_FAIL_ON_DATA: it fails where rows of `a` are alike; find the rows that are alike, and mend them first
--   count: SELECT count(*) FROM (SELECT 1 FROM public.a WHERE id IS NOT NULL GROUP BY id HAVING count(*) > 1) AS alike
-- INDEX_BUILD: an index of `a` is built from all of its rows
CREATE UNIQUE INDEX CONCURRENTLY crmgen_new_a_pkey ON public.a (id);

-- Part 3 of 3: switch.

BEGIN;

-- primary_key.change a.a_pkey: The primary key `a_pkey` of `a` changes.
ALTER TABLE public.a DROP CONSTRAINT a_pkey;

ALTER TABLE public.a ADD CONSTRAINT a_pkey PRIMARY KEY USING INDEX crmgen_new_a_pkey;

COMMIT;
