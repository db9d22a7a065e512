CREATE TABLE p (id integer PRIMARY KEY, code text, number integer, CONSTRAINT p_code_key UNIQUE (code), CONSTRAINT p_number_key UNIQUE (number));
CREATE TABLE c (
  p_id integer,
  p_code text,
  p_number integer,
  a_id integer,
  CONSTRAINT c_held_fkey FOREIGN KEY (p_id) REFERENCES p (id),
  CONSTRAINT c_moved_fkey FOREIGN KEY (p_number) REFERENCES p (number),
  CONSTRAINT c_paused_fkey FOREIGN KEY (p_code) REFERENCES p (code),
  CONSTRAINT c_wider_fkey FOREIGN KEY (a_id) REFERENCES p (id)
);
ALTER TABLE c ADD CONSTRAINT c_unproven_fkey FOREIGN KEY (a_id) REFERENCES p (number) NOT VALID;
