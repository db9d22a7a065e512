-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 2: contract, outside a transaction.

-- index.drop t.t_a_idx: The index `t_a_idx` of `t` is dropped.
-- INDEX_DROPPED: queries that use `t_a_idx` become slow
-- NOT_TRANSACTIONAL: a failed drop leaves it invalid
DROP INDEX CONCURRENTLY public.t_a_idx;

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 2 of 2: retire, by whoever may change roles.

BEGIN;

-- extension.drop pg_trgm: The extension `pg_trgm` is dropped.
DROP EXTENSION pg_trgm;

COMMIT;
