-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 2: expand.

BEGIN;

-- IRREVERSIBLE: this migration cannot be undone: every row of `a` is lost; every row of `b` is lost
DO $refusal$
BEGIN
    IF pg_catalog.current_setting('crmgen.accept_loss', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION USING
            MESSAGE = 'this migration cannot be undone: every row of `a` is lost; every row of `b` is lost',
            HINT = 'To restore the structure without the values: SET crmgen.accept_loss = ''on''';
    END IF;
END
$refusal$;

COMMIT;

-- Part 2 of 2: expand.

BEGIN;

-- enum.add mood: The type `mood` is made.
CREATE TYPE public.mood AS ENUM ('good', 'bad');

-- table.add a: The table `a` is made.
CREATE TABLE public.a (
    id integer NOT NULL,
    mood public.mood NOT NULL DEFAULT 'good',
    CONSTRAINT a_pkey PRIMARY KEY (id)
);

-- table.add b: The table `b` is made.
CREATE TABLE public.b (
    id integer NOT NULL,
    a_id integer,
    CONSTRAINT b_pkey PRIMARY KEY (id)
);

-- foreign_key.add b.b_a_id_fkey: The foreign key `b_a_id_fkey` of `b` is made.
ALTER TABLE public.b ADD CONSTRAINT b_a_id_fkey FOREIGN KEY (a_id) REFERENCES public.a (id) ON DELETE CASCADE;

COMMIT;
