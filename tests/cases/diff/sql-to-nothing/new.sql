-- The last one.


