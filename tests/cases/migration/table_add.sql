-- [old]
CREATE TABLE public.a (id bigint NOT NULL, CONSTRAINT a_pkey PRIMARY KEY (id));

-- [new]
CREATE TYPE public.mood AS ENUM ('good', 'bad');
CREATE TABLE public.a (id bigint NOT NULL, CONSTRAINT a_pkey PRIMARY KEY (id));
CREATE TABLE public.b (
    id bigint GENERATED ALWAYS AS IDENTITY,
    a bigint NOT NULL,
    mood public.mood NOT NULL DEFAULT 'good',
    code varchar(9),
    twice bigint GENERATED ALWAYS AS (a * 2) STORED,
    CONSTRAINT b_pkey PRIMARY KEY (id),
    CONSTRAINT b_code_key UNIQUE (code),
    CONSTRAINT b_a_check CHECK (a > 0)
);

-- [rows]
INSERT INTO public.a VALUES (1);

-- [hazards]

-- [up]
-- expand (a transaction)
CREATE TYPE public.mood AS ENUM ('good', 'bad');
CREATE TABLE public.b (
    id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    a bigint NOT NULL,
    mood public.mood NOT NULL DEFAULT 'good',
    code varchar(9),
    twice bigint GENERATED ALWAYS AS (a * 2) STORED,
    CONSTRAINT b_pkey PRIMARY KEY (id),
    CONSTRAINT b_code_key UNIQUE (code),
    CONSTRAINT b_a_check CHECK (a > 0)
);

-- [down]
-- contract (a transaction)
DROP TABLE public.b;
DROP TYPE public.mood;
