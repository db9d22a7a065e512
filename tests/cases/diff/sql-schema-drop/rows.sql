INSERT INTO archive.t VALUES (1);
