-- [old]
CREATE TABLE o (id integer PRIMARY KEY);
CREATE TABLE kept (id integer, name text, o integer REFERENCES o (id), PRIMARY KEY (id, name)) PARTITION BY RANGE (id);
CREATE TABLE kept_1 PARTITION OF kept FOR VALUES FROM (0) TO (100);
CREATE TABLE kept_3 PARTITION OF kept FOR VALUES FROM (200) TO (300);
CREATE INDEX kept_name_idx ON kept (name);
CREATE TABLE refers (id integer, k integer, n text, FOREIGN KEY (k, n) REFERENCES kept (id, name));

-- [new]
CREATE TABLE o (id integer PRIMARY KEY);
CREATE TABLE kept (id integer, name text, o integer REFERENCES o (id), PRIMARY KEY (id, name)) PARTITION BY RANGE (id);
CREATE TABLE kept_1 PARTITION OF kept FOR VALUES FROM (0) TO (100);
CREATE TABLE kept_2 PARTITION OF kept FOR VALUES FROM (100) TO (200) PARTITION BY LIST (name);
CREATE TABLE kept_2_a PARTITION OF kept_2 FOR VALUES IN ('a');
CREATE INDEX kept_name_idx ON kept (name);
CREATE TABLE refers (id integer, k integer, n text, FOREIGN KEY (k, n) REFERENCES kept (id, name));
CREATE TABLE whole (id integer NOT NULL, o integer, k text) PARTITION BY RANGE (id);
CREATE TABLE part (id integer NOT NULL, o integer, k text);
ALTER TABLE ONLY whole ATTACH PARTITION part FOR VALUES FROM (0) TO (10);
ALTER TABLE ONLY whole ADD CONSTRAINT whole_pkey PRIMARY KEY (id);
ALTER TABLE ONLY part ADD CONSTRAINT part_pkey PRIMARY KEY (id);
CREATE INDEX by_k ON ONLY whole USING btree (k);
CREATE INDEX part_by_k ON part USING btree (k);
ALTER INDEX whole_pkey ATTACH PARTITION part_pkey;
ALTER INDEX by_k ATTACH PARTITION part_by_k;
ALTER TABLE whole ADD CONSTRAINT whole_o FOREIGN KEY (o) REFERENCES o (id);
CREATE TABLE whole_2 PARTITION OF whole FOR VALUES FROM (10) TO (20);
CREATE TABLE points (id integer REFERENCES whole (id));

-- [rows]
INSERT INTO kept VALUES (1, 'a'), (2, 'b');
INSERT INTO refers VALUES (1, 1, 'a');

-- [query]
SELECT id, name FROM kept ORDER BY id;

-- [answer]
1|a
2|b

-- [hazards]
AMBIGUOUS_RENAME
DELETES_DATA
IRREVERSIBLE
MAY_FAIL_ON_DATA

-- [up]
-- expand (a transaction)
CREATE TABLE public.kept_2 PARTITION OF public.kept FOR VALUES FROM (100) TO (200) PARTITION BY LIST (name);
CREATE TABLE public.kept_2_a PARTITION OF public.kept_2 FOR VALUES IN ('a');
CREATE TABLE public.points (
    id integer
);
CREATE TABLE public.whole (
    id integer NOT NULL,
    o integer,
    k text,
    CONSTRAINT whole_pkey PRIMARY KEY (id)
) PARTITION BY RANGE (id);
CREATE TABLE public.part PARTITION OF public.whole FOR VALUES FROM (0) TO (10);
CREATE TABLE public.whole_2 PARTITION OF public.whole FOR VALUES FROM (10) TO (20);
CREATE INDEX part_by_k ON public.part (k);
CREATE INDEX whole_2_k_idx ON public.whole_2 (k);
CREATE INDEX by_k ON public.whole (k);
ALTER TABLE public.points ADD CONSTRAINT points_id_fkey FOREIGN KEY (id) REFERENCES public.whole (id);
ALTER TABLE public.whole ADD CONSTRAINT whole_o FOREIGN KEY (o) REFERENCES public.o (id);
-- contract (a transaction)
ALTER TABLE public.kept DETACH PARTITION public.kept_3;
DROP TABLE public.kept_3;

-- [down]
-- expand (a transaction)
CREATE TABLE public.kept_3 PARTITION OF public.kept FOR VALUES FROM (200) TO (300);
-- contract (a transaction)
ALTER TABLE public.kept DETACH PARTITION public.kept_2;
DROP TABLE public.kept_2_a;
DROP TABLE public.kept_2;
ALTER TABLE public.points DROP CONSTRAINT points_id_fkey;
DROP TABLE public.part;
DROP TABLE public.points;
DROP TABLE public.whole_2;
DROP TABLE public.whole;
