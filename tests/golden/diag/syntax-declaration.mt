let @i = ;
let @j hash(5);
BEGIN { }
