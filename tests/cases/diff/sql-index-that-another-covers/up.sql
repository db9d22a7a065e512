-- The way on. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a lock
-- cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 11: index, outside a transaction.

-- index.add t.longer: The index `longer` of `t` is made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `t` is built from all of its rows
CREATE INDEX CONCURRENTLY longer ON public.t (a, c, b);

-- Part 2 of 11: index, outside a transaction.

-- index.add t.longest: The index `longest` of `t` is made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `t` is built from all of its rows
CREATE INDEX CONCURRENTLY longest ON public.t (a, c, b, id);

-- Part 3 of 11: index, outside a transaction.

-- index.add t.part: The index `part` of `t` is made.
-- NOT_TRANSACTIONAL: a failed build leaves an invalid index, which is to be dropped before it is built again
-- INDEX_BUILD: an index of `t` is built from all of its rows
CREATE INDEX CONCURRENTLY part ON public.t (b, a) INCLUDE (c) WHERE c > 0;

-- Part 4 of 11: contract, outside a transaction.

-- index.drop t.alone_by_its_columns: The index `alone_by_its_columns` of `t` is dropped.
-- INDEX_DROPPED: queries that use `alone_by_its_columns` become slow
-- NOT_TRANSACTIONAL: a failed drop leaves it invalid
DROP INDEX CONCURRENTLY public.alone_by_its_columns;

-- Part 5 of 11: contract, outside a transaction.

-- index.drop t.alone_by_its_include: The index `alone_by_its_include` of `t` is dropped.
-- INDEX_DROPPED: queries that use `alone_by_its_include` become slow
-- NOT_TRANSACTIONAL: a failed drop leaves it invalid
DROP INDEX CONCURRENTLY public.alone_by_its_include;

-- Part 6 of 11: contract, outside a transaction.

-- index.drop t.alone_by_its_method: The index `alone_by_its_method` of `t` is dropped.
-- INDEX_DROPPED: queries that use `alone_by_its_method` become slow
-- NOT_TRANSACTIONAL: a failed drop leaves it invalid
DROP INDEX CONCURRENTLY public.alone_by_its_method;

-- Part 7 of 11: contract, outside a transaction.

-- index.drop t.alone_by_its_order: The index `alone_by_its_order` of `t` is dropped.
-- INDEX_DROPPED: queries that use `alone_by_its_order` become slow
-- NOT_TRANSACTIONAL: a failed drop leaves it invalid
DROP INDEX CONCURRENTLY public.alone_by_its_order;

-- Part 8 of 11: contract, outside a transaction.

-- index.drop t.alone_by_its_rows: The index `alone_by_its_rows` of `t` is dropped.
-- INDEX_DROPPED: queries that use `alone_by_its_rows` become slow
-- NOT_TRANSACTIONAL: a failed drop leaves it invalid
DROP INDEX CONCURRENTLY public.alone_by_its_rows;

-- Part 9 of 11: contract, outside a transaction.

-- index.drop t.covered_by_a_key: The index `covered_by_a_key` of `t` is dropped.
-- INDEX_DROPPED: queries that use `covered_by_a_key` turn to `t_pkey`, which covers it
-- NOT_TRANSACTIONAL: a failed drop leaves it invalid
DROP INDEX CONCURRENTLY public.covered_by_a_key;

-- Part 10 of 11: contract, outside a transaction.

-- index.drop t.covered_by_a_longer: The index `covered_by_a_longer` of `t` is dropped.
-- INDEX_DROPPED: queries that use `covered_by_a_longer` turn to `longer`, which covers it
-- NOT_TRANSACTIONAL: a failed drop leaves it invalid
DROP INDEX CONCURRENTLY public.covered_by_a_longer;

-- Part 11 of 11: contract, outside a transaction.

-- index.drop t.covered_in_part: The index `covered_in_part` of `t` is dropped.
-- INDEX_DROPPED: queries that use `covered_in_part` turn to `part`, which covers it
-- NOT_TRANSACTIONAL: a failed drop leaves it invalid
DROP INDEX CONCURRENTLY public.covered_in_part;
