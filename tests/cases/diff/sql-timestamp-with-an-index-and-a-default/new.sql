-- The zone of the session must not matter: not for rows, not for the default, not for the condition.

CREATE TABLE t (id integer PRIMARY KEY, at timestamptz NOT NULL DEFAULT now());
CREATE INDEX t_at_idx ON t (at);
