// Statements cannot stand in a predicate or entry(); what is wrong in a macro is shown there.
macro steps(x) { $y = x; $y + 1 }
macro wrong(x) { x + nothing }
BEGIN /steps(1)/ { print(wrong(1)); exit(); }
uretprobe:libc:malloc { print(entry({ let $x = arg0; $x })); print(entry(steps(1))); }
