-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: switch.

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
