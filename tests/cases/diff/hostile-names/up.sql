-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';
SET ROLE demo_owner;
SET search_path = public;

-- Part 1 of 4: expand.

BEGIN;

-- column.add order.dash--dash: The column `order.dash--dash` is added.
ALTER TABLE public."order" ADD COLUMN "dash--dash" text NOT NULL DEFAULT 'it''s; -- $$';

-- privilege.grant order.demo_app: `demo_app` may INSERT ("dash--dash"), UPDATE ("dash--dash") on `order`.
-- AUTHZ_WIDENS: `demo_app` may INSERT ("dash--dash"), UPDATE ("dash--dash") on `order`
GRANT INSERT ("dash--dash"), UPDATE ("dash--dash") ON TABLE public."order" TO demo_app;

COMMIT;

-- Part 2 of 4: index, outside a transaction.

-- index.add order.order_organization_id_with"quote_idx: The index `order_organization_id_with"quote_idx` of `order` is
-- made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `order` is built from all of its rows
CREATE INDEX CONCURRENTLY "order_organization_id_with""quote_idx" ON public."order" (organization_id, "with""quote");

-- Part 3 of 4: rewrite.

BEGIN;

-- column.type order.select: The column `order.select` changes its type from `text` to `varchar(500)`.
-- MAY_FAIL_ON_DATA: it fails where a value of `select` does not fit; mend those rows first
--   count: SELECT count(*) FROM public."order" WHERE length("select"::text) > 500
-- REWRITES_TABLE: every row of `order` is written again, while nobody reads or writes
-- LOCKS_ALL: every row of `order` is written again, while nobody reads or writes
ALTER TABLE public."order" ALTER COLUMN "select" TYPE varchar(500);

COMMIT;

-- Part 4 of 4: contract, outside a transaction.

-- index.drop order.order_organization_id_idx: The index `order_organization_id_idx` of `order` is dropped.
-- INDEX_DROPPED: queries that use `order_organization_id_idx` turn to `order_organization_id_with"quote_idx`, which
--                covers it
-- NOT_TRANSACTIONAL: a failed drop leaves it invalid
DROP INDEX CONCURRENTLY public.order_organization_id_idx;
