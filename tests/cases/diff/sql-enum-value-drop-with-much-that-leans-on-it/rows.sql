INSERT INTO t VALUES (1, 'spam', '{spam,new}'), (2, 'open', NULL); INSERT INTO g VALUES (1, 'spam'), (2, 'open');
