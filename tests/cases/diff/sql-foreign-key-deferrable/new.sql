-- When it is looked at changes, and nothing else.

CREATE TABLE a (id integer PRIMARY KEY);
CREATE TABLE b (a_id integer CONSTRAINT b_a_fkey REFERENCES a DEFERRABLE INITIALLY DEFERRED);
