-- What crmgen only carries along is dropped and made again.

CREATE AGGREGATE total (integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
