-- [old]
CREATE TYPE public.mood AS ENUM ('good', 'bad');
CREATE TABLE public.t (
    id integer NOT NULL,
    mood public.mood NOT NULL DEFAULT 'good',
    CONSTRAINT t_mood_check CHECK (mood <> 'bad' OR id > 0)
);
CREATE INDEX t_good ON public.t (id) WHERE mood = 'good'::public.mood;

-- [new]
CREATE TYPE public.feeling AS ENUM ('fine', 'bad');
CREATE TABLE public.t (
    id integer NOT NULL,
    mood public.feeling NOT NULL DEFAULT 'fine',
    CONSTRAINT t_mood_check CHECK (mood <> 'bad' OR id > 0)
);
CREATE INDEX t_good ON public.t (id) WHERE mood = 'fine'::public.feeling;

-- [hints]
was public.feeling: mood
was public.feeling.fine: good

-- [rows]
INSERT INTO public.t VALUES (1, DEFAULT), (2, 'bad');

-- [query]
SELECT id, mood FROM public.t ORDER BY 1;

-- [answer]
1|fine
2|bad

-- [hazards]

-- [up]
-- rename (a transaction)
ALTER TYPE public.mood RENAME TO feeling;
ALTER TYPE public.feeling RENAME VALUE 'good' TO 'fine';

-- [down]
-- rename (a transaction)
ALTER TYPE public.feeling RENAME TO mood;
ALTER TYPE public.mood RENAME VALUE 'fine' TO 'good';
