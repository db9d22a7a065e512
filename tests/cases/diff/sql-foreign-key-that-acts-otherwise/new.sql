-- A key that asks the same of rows cannot fail on those that the old one held: unless it was not proven, or the old one goes
-- before the new one can come.

CREATE TABLE p (id integer PRIMARY KEY, code text, number integer, CONSTRAINT p_code_key UNIQUE NULLS NOT DISTINCT (code), CONSTRAINT p_number_key UNIQUE NULLS NOT DISTINCT (number));
CREATE TABLE c (
  p_id integer,
  p_code text,
  p_number integer,
  a_id integer,
  CONSTRAINT c_held_fkey FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE CASCADE,
  CONSTRAINT c_moved_fkey FOREIGN KEY (p_number) REFERENCES p (number),
  CONSTRAINT c_paused_fkey FOREIGN KEY (p_code) REFERENCES p (code) ON UPDATE CASCADE,
  CONSTRAINT c_wider_fkey FOREIGN KEY (a_id) REFERENCES p (number) ON DELETE SET NULL,
  CONSTRAINT c_unproven_fkey FOREIGN KEY (a_id) REFERENCES p (number) ON DELETE CASCADE
);
