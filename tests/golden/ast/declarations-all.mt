let @a = hash(5);
let @ = percpulruhash(1000);
BEGIN { @a[1] = 1; @[2] = count(); let $x = 5; }
