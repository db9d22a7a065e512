-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 1: expand.

BEGIN;

-- table.add t: The table `t` is made.
CREATE TABLE public.t (
    id integer NOT NULL,
    year integer NOT NULL
) PARTITION BY LIST (year);

-- table.add t_2024: The table `t_2024` is made.
CREATE TABLE public.t_2024 PARTITION OF public.t FOR VALUES IN (2024);

COMMIT;
