-- [old]
CREATE TABLE gone (id integer PRIMARY KEY);
CREATE TABLE also (id integer PRIMARY KEY, gone integer REFERENCES gone (id));

-- [new]
CREATE UNLOGGED TABLE quick (id integer) WITH (fillfactor = 70);
CREATE TABLE events (id integer, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_old PARTITION OF events FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
CREATE TABLE rooms (room int4range NOT NULL, CONSTRAINT rooms_room_excl EXCLUDE USING gist (room WITH &&));
CREATE TABLE turns (a integer, CONSTRAINT turns_a_key UNIQUE (a) DEFERRABLE INITIALLY DEFERRED);

-- [rows]
INSERT INTO gone VALUES (1);
INSERT INTO also VALUES (1, 1);

-- [query]
SELECT 1;

-- [answer]
1

-- [hazards]
AMBIGUOUS_RENAME
DELETES_DATA
IRREVERSIBLE

-- [up]
-- expand (a transaction)
CREATE TABLE public.events (
    id integer,
    at date NOT NULL
) PARTITION BY RANGE (at);
CREATE TABLE public.events_old PARTITION OF public.events FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
CREATE UNLOGGED TABLE public.quick (
    id integer
) WITH (fillfactor = 70);
CREATE TABLE public.rooms (
    room int4range NOT NULL
);
CREATE TABLE public.turns (
    a integer,
    CONSTRAINT turns_a_key UNIQUE (a) DEFERRABLE INITIALLY DEFERRED
);
ALTER TABLE public.rooms ADD CONSTRAINT rooms_room_excl EXCLUDE USING gist (room WITH &&);
-- contract (a transaction)
ALTER TABLE public.also DROP CONSTRAINT also_gone_fkey;
DROP TABLE public.also;
DROP TABLE public.gone;

-- [down]
-- expand (a transaction)
CREATE TABLE public.also (
    id integer NOT NULL,
    gone integer,
    CONSTRAINT also_pkey PRIMARY KEY (id)
);
CREATE TABLE public.gone (
    id integer NOT NULL,
    CONSTRAINT gone_pkey PRIMARY KEY (id)
);
ALTER TABLE public.also ADD CONSTRAINT also_gone_fkey FOREIGN KEY (gone) REFERENCES public.gone (id);
-- contract (a transaction)
DROP TABLE public.events_old;
DROP TABLE public.events;
DROP TABLE public.quick;
DROP TABLE public.rooms;
DROP TABLE public.turns;
