// Enumerators of an enum that was refused are not unknown names wherever they are used.
enum huge { SMALL = 1, HUGE = 1 << 40, LARGER };
enum twice { ONCE };
enum twice { AGAIN };
BEGIN { print(SMALL + HUGE + LARGER); print(ONCE); print(AGAIN); print(NEITHER); }
