-- Those that lean on others are made last and dropped first.

CREATE TABLE t (id integer PRIMARY KEY, a integer);
CREATE VIEW inner_view AS SELECT a, id FROM t;
CREATE VIEW outer_view AS SELECT a FROM inner_view;
