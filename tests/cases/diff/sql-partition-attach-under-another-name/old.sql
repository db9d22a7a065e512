-- A table comes to the whole under other names than it had: its columns get them before, and lose them after it has left.

CREATE TABLE whole (id integer NOT NULL, kind text NOT NULL) PARTITION BY LIST (kind);
CREATE TABLE part (id integer NOT NULL, a text NOT NULL);
CREATE POLICY p ON part USING (a = current_user);
ALTER TABLE part ENABLE ROW LEVEL SECURITY;
