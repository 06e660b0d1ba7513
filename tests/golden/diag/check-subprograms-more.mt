// Functions of the script: where they can be called, and what they can use.
fn uses_args() { return args.size; }
fn uses_entry() { return entry(arg0) + elapsed_ns(); }
fn uses_arg() { return arg0; }
fn two($a, $b) { return $a + $b; }
fn deep1() { return deep2(); }
fn deep2() { return deep3(); }
fn deep3() { return deep4(); }
fn deep4() { for ($i : 0..3) { @y = 1; } return 1; }
fn one() { return deep4(); }
fn moves() { @h[1] = move(1, 2, 3); }
fn unused($x) { return args.nothing + $x.none; }
probe my:probe(x) = kprobe:vfs_read (two(arg0, 1));
BEGIN { uses_arg(); deep1(); twoo(1, 2); for ($i : 0..2) { for ($j : 0..2) { for ($k : 0..2) { one(); } } } return 5; }
kprobe:vfs_read { uses_args(); uses_arg(); two("x", "y"); break; }
kretprobe:vfs_read { uses_entry(); @e = entry(two(arg0, 1)); moves(); }
my:probe { @ = args.x; }
