-- The index that tells rows apart, or by which they are laid out, gives way to another of its name.

CREATE TABLE t (id integer NOT NULL, a integer NOT NULL, b text);
CREATE UNIQUE INDEX t_u ON t (a);
ALTER TABLE t REPLICA IDENTITY USING INDEX t_u;
CREATE TABLE u (id integer NOT NULL, a integer NOT NULL, b text);
CREATE UNIQUE INDEX u_u ON u (a);
ALTER TABLE u REPLICA IDENTITY USING INDEX u_u;
ALTER TABLE u CLUSTER ON u_u;
CREATE TABLE w (id integer NOT NULL, a integer NOT NULL, CONSTRAINT wu UNIQUE (a));
ALTER TABLE w REPLICA IDENTITY USING INDEX wu;
