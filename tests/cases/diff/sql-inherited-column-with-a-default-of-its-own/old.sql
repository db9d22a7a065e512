-- A child has a default of its own for a column whose parent gets another type and default.

CREATE TABLE p (id integer PRIMARY KEY, a text DEFAULT 'p');
CREATE TABLE c (b text) INHERITS (p);
CREATE TABLE d (a text DEFAULT 'd', e integer CHECK (e > 0)) INHERITS (c);
CREATE INDEX d_a ON d (a);
