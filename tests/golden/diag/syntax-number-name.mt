#define N 3
let @a = hash(N);
BEGIN { let $x: string[N]; @a[1] = 1; }
