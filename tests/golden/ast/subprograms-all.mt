// Functions of the script: parameters with and without types, results, what they call.
fn add($a : int64, $b : int64) : int64 { return $a + $b; }
fn none() { @calls = count(); return; }
fn pointer($p : struct page *, $s: string[16], $n) : uint64 { if ($n) { return $p->flags; } return add($n, 1) }
fn quiet($x) : void { none(); }
kprobe:vfs_read /add(arg0, 1) > 2/ { none(); quiet(pointer((struct page *)arg0, "x", 3)); }
