BEGIN { let @a = hash(10); }
BEGIN { let 5 = 1; for (@a : 1..2) { } }
