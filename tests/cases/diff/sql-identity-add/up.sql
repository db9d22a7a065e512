-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: rewrite.

BEGIN;

-- column.add t.id: The column `t.id` is added.
-- REWRITES_TABLE: every row of `t` is written again, with its value of `id`
ALTER TABLE public.t ADD COLUMN id bigint NOT NULL GENERATED ALWAYS AS IDENTITY;

COMMIT;
