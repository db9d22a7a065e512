-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 12: expand.

BEGIN;

-- foreign_key.change c.c_held_fkey: The foreign key `c_held_fkey` of `c` changes.
-- BEHAVIOUR_CHANGE: rows of `c` follow the row they point at by `ON DELETE NO ACTION` instead of `ON DELETE CASCADE`
ALTER TABLE public.c ADD CONSTRAINT crmgen_new_c_held_fkey FOREIGN KEY (p_id) REFERENCES public.p (id) NOT VALID;

COMMIT;

-- Part 2 of 12: index, outside a transaction.

-- unique.change p.p_code_key: The unique constraint `p_code_key` of `p` changes.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- MAY_FAIL_ON_DATA: it fails where rows of `p` are alike; find the rows that are alike, and mend them first
--   count: SELECT count(*) FROM (SELECT 1 FROM public.p WHERE code IS NOT NULL GROUP BY code HAVING count(*) > 1) AS
--          alike
-- INDEX_BUILD: an index of `p` is built from all of its rows
CREATE UNIQUE INDEX CONCURRENTLY crmgen_new_p_code_key ON public.p (code);

-- Part 3 of 12: index, outside a transaction.

-- unique.change p.p_number_key: The unique constraint `p_number_key` of `p` changes.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- MAY_FAIL_ON_DATA: it fails where rows of `p` are alike; find the rows that are alike, and mend them first
--   count: SELECT count(*) FROM (SELECT 1 FROM public.p WHERE number IS NOT NULL GROUP BY number HAVING count(*) > 1)
--          AS alike
-- INDEX_BUILD: an index of `p` is built from all of its rows
CREATE UNIQUE INDEX CONCURRENTLY crmgen_new_p_number_key ON public.p (number);

-- Part 4 of 12: validate.

BEGIN;

-- foreign_key.change c.c_held_fkey: The foreign key `c_held_fkey` of `c` changes.
ALTER TABLE public.c VALIDATE CONSTRAINT crmgen_new_c_held_fkey;

COMMIT;

-- Part 5 of 12: switch.

BEGIN;

-- foreign_key.change c.c_held_fkey: The foreign key `c_held_fkey` of `c` changes.
ALTER TABLE public.c DROP CONSTRAINT c_held_fkey;

ALTER TABLE public.c RENAME CONSTRAINT crmgen_new_c_held_fkey TO c_held_fkey;

COMMIT;

-- Part 6 of 12: switch.

BEGIN;

-- foreign_key.change c.c_paused_fkey: The foreign key `c_paused_fkey` of `c` changes.
-- BEHAVIOUR_CHANGE: rows of `c` follow the row they point at by `ON DELETE NO ACTION ON UPDATE NO ACTION` instead of
--                   `ON DELETE NO ACTION ON UPDATE CASCADE`
ALTER TABLE public.c DROP CONSTRAINT c_paused_fkey;

-- foreign_key.change c.c_unproven_fkey: The foreign key `c_unproven_fkey` of `c` changes.
-- BEHAVIOUR_CHANGE: rows of `c` follow the row they point at by `ON DELETE NO ACTION` instead of `ON DELETE CASCADE`
ALTER TABLE public.c DROP CONSTRAINT c_unproven_fkey;

-- foreign_key.change c.c_wider_fkey: The foreign key `c_wider_fkey` of `c` changes.
-- BEHAVIOUR_CHANGE: rows of `c` follow the row they point at by `ON DELETE NO ACTION` instead of `ON DELETE SET NULL`
ALTER TABLE public.c DROP CONSTRAINT c_wider_fkey;

COMMIT;

-- Part 7 of 12: switch.

BEGIN;

-- unique.change p.p_code_key: The unique constraint `p_code_key` of `p` changes.
ALTER TABLE public.p DROP CONSTRAINT p_code_key;

ALTER TABLE public.p ADD CONSTRAINT p_code_key UNIQUE USING INDEX crmgen_new_p_code_key;

-- unique.change p.p_number_key: The unique constraint `p_number_key` of `p` changes.
ALTER TABLE public.c DROP CONSTRAINT c_moved_fkey;

ALTER TABLE public.p DROP CONSTRAINT p_number_key;

ALTER TABLE public.p ADD CONSTRAINT p_number_key UNIQUE USING INDEX crmgen_new_p_number_key;

ALTER TABLE public.c ADD CONSTRAINT c_moved_fkey FOREIGN KEY (p_number) REFERENCES public.p (number) NOT VALID;

COMMIT;

-- Part 8 of 12: validate.

BEGIN;

-- unique.change p.p_number_key: The unique constraint `p_number_key` of `p` changes.
ALTER TABLE public.c VALIDATE CONSTRAINT c_moved_fkey;

COMMIT;

-- Part 9 of 12: switch.

BEGIN;

-- foreign_key.change c.c_paused_fkey: The foreign key `c_paused_fkey` of `c` changes.
ALTER TABLE public.c ADD CONSTRAINT c_paused_fkey FOREIGN KEY (p_code) REFERENCES public.p (code) NOT VALID;

COMMIT;

-- Part 10 of 12: validate.

BEGIN;

-- foreign_key.change c.c_paused_fkey: The foreign key `c_paused_fkey` of `c` changes.
-- MAY_FAIL_ON_DATA: it fails where a row of `c` came to point at nothing meanwhile; mend those rows, and run it again
ALTER TABLE public.c VALIDATE CONSTRAINT c_paused_fkey;

COMMIT;

-- Part 11 of 12: switch.

BEGIN;

-- foreign_key.change c.c_unproven_fkey: The foreign key `c_unproven_fkey` of `c` changes.
ALTER TABLE public.c ADD CONSTRAINT c_unproven_fkey FOREIGN KEY (a_id) REFERENCES public.p (number) NOT VALID;

-- foreign_key.change c.c_wider_fkey: The foreign key `c_wider_fkey` of `c` changes.
ALTER TABLE public.c ADD CONSTRAINT c_wider_fkey FOREIGN KEY (a_id) REFERENCES public.p (id) NOT VALID;

COMMIT;

-- Part 12 of 12: validate.

BEGIN;

-- foreign_key.change c.c_wider_fkey: The foreign key `c_wider_fkey` of `c` changes.
-- MAY_FAIL_ON_DATA: it fails where a row of `c` points at nothing; mend those rows first
--   count: SELECT count(*) FROM public.c AS child WHERE child.a_id IS NOT NULL AND NOT EXISTS (SELECT FROM public.p AS
--          parent WHERE parent.id = child.a_id)
ALTER TABLE public.c VALIDATE CONSTRAINT c_wider_fkey;

COMMIT;
