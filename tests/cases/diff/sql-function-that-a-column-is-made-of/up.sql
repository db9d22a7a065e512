-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: rewrite.

BEGIN;

-- column.generated t.n: The column `t.n` is worked out anew.
-- REWRITES_TABLE: every row of `t` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `t` is written again, while nobody reads or writes
ALTER TABLE public.t DROP COLUMN n;

-- dependent.remake t.t_a_check: The constraint `t.t_a_check` is made again with `norm`.
ALTER TABLE public.t DROP CONSTRAINT t_a_check;

-- dependent.remake t.t_n: The index `t.t_n` is made again with `norm`.
DROP INDEX public.t_n;

-- dependent.remake t.p: The policy `t.p` is made again with `norm`.
DROP POLICY p ON public.t;

-- dependent.remake norm: The function `norm` is dropped and made again.
DROP FUNCTION public.norm(text);

CREATE FUNCTION public.norm(x text)
RETURNS varchar
LANGUAGE sql
IMMUTABLE
AS $function$ SELECT lower(x)::varchar $function$;

-- column.generated t.n: The column `t.n` is worked out anew.
ALTER TABLE public.t ADD COLUMN n text GENERATED ALWAYS AS (norm(a)) STORED;

-- dependent.remake t.t_a_check: The constraint `t.t_a_check` is made again with `norm`.
ALTER TABLE public.t ADD CONSTRAINT t_a_check CHECK (norm(a) <> '');

-- dependent.remake t.t_n: The index `t.t_n` is made again with `norm`.
CREATE INDEX t_n ON public.t ((norm(a)));

-- dependent.remake t.p: The policy `t.p` is made again with `norm`.
CREATE POLICY p ON public.t AS PERMISSIVE FOR ALL TO PUBLIC USING (norm(a) = 'x');

COMMIT;
