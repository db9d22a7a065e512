CREATE TABLE t (id integer PRIMARY KEY, a integer);
CREATE VIEW inner_view AS SELECT id, a FROM t;
CREATE VIEW outer_view AS SELECT a FROM inner_view;
