-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 4: index, outside a transaction.

-- primary_key.change a.a_pkey: The primary key `a_pkey` of `a` changes.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- MAY_FAIL_ON_DATA: it fails where rows of `a` are alike; find the rows that are alike, and mend them first
--   count: SELECT count(*) FROM (SELECT 1 FROM public.a WHERE number IS NOT NULL GROUP BY number HAVING count(*) > 1)
--          AS alike
-- INDEX_BUILD: an index of `a` is built from all of its rows
CREATE UNIQUE INDEX CONCURRENTLY crmgen_new_a_pkey ON public.a (number);

-- Part 2 of 4: switch.

BEGIN;

-- primary_key.change a.a_pkey: The primary key `a_pkey` of `a` changes.
ALTER TABLE public.a DROP CONSTRAINT a_pkey;

ALTER TABLE public.a ADD CONSTRAINT a_pkey PRIMARY KEY USING INDEX crmgen_new_a_pkey;

COMMIT;

-- Part 3 of 4: expand.

BEGIN;

-- foreign_key.add b.b_a_fkey: The foreign key `b_a_fkey` of `b` is added.
ALTER TABLE public.b ADD CONSTRAINT b_a_fkey FOREIGN KEY (a_number) REFERENCES public.a (number) NOT VALID;

COMMIT;

-- Part 4 of 4: validate.

BEGIN;

-- foreign_key.add b.b_a_fkey: The foreign key `b_a_fkey` of `b` is added.
-- MAY_FAIL_ON_DATA: it fails where a row of `b` points at nothing; mend those rows first
--   count: SELECT count(*) FROM public.b AS child WHERE child.a_number IS NOT NULL AND NOT EXISTS (SELECT FROM public.a
--          AS parent WHERE parent.number = child.a_number)
ALTER TABLE public.b VALIDATE CONSTRAINT b_a_fkey;

COMMIT;
