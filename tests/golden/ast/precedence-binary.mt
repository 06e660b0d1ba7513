// Each operator binds tighter than the one before it.
BEGIN { $x = 1 || 2 && 3 | 4 ^ 5 & 6 == 7 < 8 << 9 + 10 * 11; }
