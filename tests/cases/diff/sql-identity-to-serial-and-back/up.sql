-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 6: expand.

BEGIN;

-- sequence.add w_n_seq: The sequence `w_n_seq` is made.
CREATE SEQUENCE public.w_n_seq AS integer;

ALTER SEQUENCE public.w_n_seq OWNED BY public.w.n;

-- column.default w.n: The column `w.n` gets the default `nextval('public.w_n_seq'::regclass)`.
-- BEHAVIOUR_CHANGE: inserts that leave out `n` store another value, or none
ALTER TABLE public.w ALTER COLUMN n SET DEFAULT nextval('public.w_n_seq'::regclass);

-- column.not_null.set w.n: The column `w.n` is NOT NULL.
-- MAY_FAIL_ON_DATA: it fails where `n` is NULL; say `backfill:` on the field where it may be NULL in rows that are
--                   there
--   count: SELECT count(*) FROM public.w WHERE n IS NULL
ALTER TABLE public.w ADD CONSTRAINT crmgen_not_null_n CHECK (n IS NOT NULL) NOT VALID;

COMMIT;

-- Part 2 of 6: validate.

BEGIN;

-- column.not_null.set w.n: The column `w.n` is NOT NULL.
ALTER TABLE public.w VALIDATE CONSTRAINT crmgen_not_null_n;

COMMIT;

-- Part 3 of 6: switch.

BEGIN;

-- column.identity t.id: The column `t.id` has no identity any more.
ALTER TABLE public.t ALTER COLUMN id DROP IDENTITY;

-- sequence.add t_id_seq: The sequence `t_id_seq` is made.
CREATE SEQUENCE public.t_id_seq AS integer;

ALTER SEQUENCE public.t_id_seq OWNED BY public.t.id;

-- column.identity t.id: The column `t.id` has no identity any more.
ALTER TABLE public.t ALTER COLUMN id SET DEFAULT nextval('public.t_id_seq'::regclass);

SELECT pg_catalog.setval('public.t_id_seq', coalesce(max(id), 0) + 1, false) FROM public.t;

COMMIT;

-- Part 4 of 6: switch.

BEGIN;

-- column.identity v.id: The column `v.id` is numbered otherwise.
ALTER TABLE public.v ALTER COLUMN id SET GENERATED ALWAYS SET INCREMENT BY 10;

-- column.default w.id: The column `w.id` loses the default `nextval('public.w_id_seq'::regclass)`.
-- BEHAVIOUR_CHANGE: inserts that leave out `id` store another value, or none
ALTER TABLE public.w ALTER COLUMN id DROP DEFAULT;

-- column.not_null.set w.n: The column `w.n` is NOT NULL.
ALTER TABLE public.w ALTER COLUMN n SET NOT NULL;

ALTER TABLE public.w DROP CONSTRAINT crmgen_not_null_n;

COMMIT;

-- Part 5 of 6: switch.

BEGIN;

-- column.identity u.id: The column `u.id` is numbered by an identity.
ALTER TABLE public.u ALTER COLUMN id DROP DEFAULT;

-- column.type u.id: The column `u.id` changes its type from `integer` to `bigint`.
-- REWRITES_TABLE: every row of `u` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `u` is written again, while nobody reads or writes
ALTER TABLE public.u ALTER COLUMN id DROP DEFAULT, ALTER COLUMN id TYPE bigint;

-- sequence.drop u_id_seq: The sequence `u_id_seq` is dropped.
DROP SEQUENCE public.u_id_seq;

-- column.identity u.id: The column `u.id` is numbered by an identity.
ALTER TABLE public.u ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;

SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence('public.u', 'id'), coalesce(max(id), 0) + 1, false) FROM public.u;

COMMIT;

-- Part 6 of 6: contract.

BEGIN;

-- sequence.drop w_id_seq: The sequence `w_id_seq` is dropped.
DROP SEQUENCE public.w_id_seq;

COMMIT;
