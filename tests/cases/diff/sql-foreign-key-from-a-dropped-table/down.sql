-- The way back. Run it with `psql -X -v ON_ERROR_STOP=1 -f`, statement by statement, not in one transaction. Where a
-- lock cannot be had in time it stops: begin again at the part that failed.

SET client_encoding = 'UTF8';
SET lock_timeout = '5s';
SET row_security = off;
SET TimeZone = 'UTC';

-- Part 1 of 3: expand.

BEGIN;

-- IRREVERSIBLE: this migration cannot be undone: every row of `b` is lost
DO $refusal$
BEGIN
    IF pg_catalog.current_setting('crmgen.accept_loss', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION USING
            MESSAGE = 'this migration cannot be undone: every row of `b` is lost',
            HINT = 'To restore the structure without the values: SET crmgen.accept_loss = ''on''';
    END IF;
END
$refusal$;

COMMIT;

-- Part 2 of 3: expand.

BEGIN;

-- table.add b: The table `b` is made.
CREATE TABLE public.b (
    id integer NOT NULL,
    a_id integer,
    CONSTRAINT b_pkey PRIMARY KEY (id)
);

-- foreign_key.add b.b_a_id_fkey: The foreign key `b_a_id_fkey` of `b` is made.
ALTER TABLE public.b ADD CONSTRAINT b_a_id_fkey FOREIGN KEY (a_id) REFERENCES public.a (id);

-- foreign_key.add c.c_b_id_fkey: The foreign key `c_b_id_fkey` of `c` is added.
ALTER TABLE public.c ADD CONSTRAINT c_b_id_fkey FOREIGN KEY (b_id) REFERENCES public.b (id) NOT VALID;

COMMIT;

-- Part 3 of 3: validate.

BEGIN;

-- foreign_key.add c.c_b_id_fkey: The foreign key `c_b_id_fkey` of `c` is added.
-- MAY_FAIL_ON_DATA: it fails where a row of `c` points at nothing; mend those rows first
ALTER TABLE public.c VALIDATE CONSTRAINT c_b_id_fkey;

COMMIT;
