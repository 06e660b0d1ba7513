// Clauses whose predicate is known to be false are left out: their probes need not exist, nor their types fit.
#define WANTED 0
macro wanted(x) { x > 2 }

kprobe:kept_0 ? { @a = 1; }
kprobe:no_such /0/ { @a = "text"; }
kprobe:no_such /false/ {}
kprobe:no_such /WANTED/ {}
kprobe:no_such /wanted(1)/ {}
kprobe:no_such /getopt("kernel")/ {}
kprobe:kept_1 ? /!getopt("kernel")/ {}
kprobe:no_such /getopt("every", 5s) < 1s/ {}
kprobe:no_such /getopt("name", "none") == "some"/ {}
kprobe:kept_2 ? /getopt("name", "none") != "some"/ {}
uprobe:$1:malloc /str($1) != ""/ {}
kprobe:no_such /$# > 0 || 2 * 3 - 7 >= 0/ {}
kprobe:no_such /pid == 3 && !1/ {}
kprobe:no_such /!1 && pid == 3/ {}
kprobe:no_such /(-1 < 0) != (~0 & 1 | 2 ^ 2)/ {}
kprobe:no_such /1 ? 0 : pid/ {}
kprobe:no_such /has_target/ {}
kprobe:kept_3 ? /!has_target/ {}
// Not known, or something is done to find out.
kprobe:kept_4 ? /pid == 3 || 0/ {}
kprobe:kept_5 ? /@a++ && 0/ {}
kprobe:kept_6 ? /0xffffffffffffffff > 1/ {}
kprobe:kept_7 ? /(uint8)256/ {}
