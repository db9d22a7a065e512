-- Nobody can tell from a query's text whether it gives more: whoever may read the view, or one that reads it, may see more.

CREATE ROLE clerk;
CREATE ROLE reader;
CREATE TABLE t (id integer PRIMARY KEY, a text, owner text);
CREATE VIEW public.base AS SELECT id, a FROM t WHERE a > 'n';
CREATE VIEW above AS SELECT id FROM base;
CREATE VIEW alone AS SELECT id, a FROM t;
CREATE VIEW own AS SELECT id, a FROM t;
CREATE VIEW same AS SELECT id FROM t WHERE id > 1;
CREATE VIEW unread AS SELECT id FROM t;
GRANT SELECT ON above TO reader;
GRANT SELECT ON own TO reader;
GRANT SELECT, UPDATE (a) ON own TO clerk;
GRANT SELECT ON same TO reader;
