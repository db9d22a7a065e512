-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 2: roles, by whoever may change roles.

BEGIN;

-- extension.add pg_trgm: The extension `pg_trgm` is made.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

COMMIT;

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 2 of 2: index, outside a transaction.

-- index.add t.t_a_idx: The index `t_a_idx` of `t` is made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `t` is built from all of its rows
CREATE INDEX CONCURRENTLY t_a_idx ON public.t USING gin (a gin_trgm_ops);
