CREATE TABLE p (id integer PRIMARY KEY, a varchar(30) DEFAULT 'q', f integer DEFAULT 1 CHECK (f > 0));
CREATE TABLE c (b text NOT NULL DEFAULT 'b') INHERITS (p);
CREATE TABLE d (a varchar(30) DEFAULT 'd', e bigint CHECK (e > 0)) INHERITS (c);
CREATE INDEX d_a ON d (a, f);
