-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 11: index, outside a transaction.

-- index.add t.alone_by_its_columns: The index `alone_by_its_columns` of `t` is made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `t` is built from all of its rows
CREATE INDEX CONCURRENTLY alone_by_its_columns ON public.t (b, a);

-- Part 2 of 11: index, outside a transaction.

-- index.add t.alone_by_its_include: The index `alone_by_its_include` of `t` is made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `t` is built from all of its rows
CREATE INDEX CONCURRENTLY alone_by_its_include ON public.t (a) INCLUDE (d);

-- Part 3 of 11: index, outside a transaction.

-- index.add t.alone_by_its_method: The index `alone_by_its_method` of `t` is made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `t` is built from all of its rows
CREATE INDEX CONCURRENTLY alone_by_its_method ON public.t USING hash (a);

-- Part 4 of 11: index, outside a transaction.

-- index.add t.alone_by_its_order: The index `alone_by_its_order` of `t` is made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `t` is built from all of its rows
CREATE INDEX CONCURRENTLY alone_by_its_order ON public.t (a, c DESC);

-- Part 5 of 11: index, outside a transaction.

-- index.add t.alone_by_its_rows: The index `alone_by_its_rows` of `t` is made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `t` is built from all of its rows
CREATE INDEX CONCURRENTLY alone_by_its_rows ON public.t (b);

-- Part 6 of 11: index, outside a transaction.

-- index.add t.covered_by_a_key: The index `covered_by_a_key` of `t` is made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `t` is built from all of its rows
CREATE INDEX CONCURRENTLY covered_by_a_key ON public.t (id);

-- Part 7 of 11: index, outside a transaction.

-- index.add t.covered_by_a_longer: The index `covered_by_a_longer` of `t` is made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `t` is built from all of its rows
CREATE INDEX CONCURRENTLY covered_by_a_longer ON public.t (a, c);

-- Part 8 of 11: index, outside a transaction.

-- index.add t.covered_in_part: The index `covered_in_part` of `t` is made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `t` is built from all of its rows
CREATE INDEX CONCURRENTLY covered_in_part ON public.t (b) WHERE c > 0;

-- Part 9 of 11: contract, outside a transaction.

-- index.drop t.longer: The index `longer` of `t` is dropped.
-- INDEX_DROPPED: queries that use `longer` become slow
-- NOT_TRANSACTIONAL: a failed drop leaves it invalid
DROP INDEX CONCURRENTLY public.longer;

-- Part 10 of 11: contract, outside a transaction.

-- index.drop t.longest: The index `longest` of `t` is dropped.
-- INDEX_DROPPED: queries that use `longest` become slow
-- NOT_TRANSACTIONAL: a failed drop leaves it invalid
DROP INDEX CONCURRENTLY public.longest;

-- Part 11 of 11: contract, outside a transaction.

-- index.drop t.part: The index `part` of `t` is dropped.
-- INDEX_DROPPED: queries that use `part` become slow
-- NOT_TRANSACTIONAL: a failed drop leaves it invalid
DROP INDEX CONCURRENTLY public.part;
