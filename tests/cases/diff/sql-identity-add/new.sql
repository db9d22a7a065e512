-- Rows that are there get numbers, and new ones go on behind them.

CREATE TABLE t (a text NOT NULL, id bigint GENERATED ALWAYS AS IDENTITY);
