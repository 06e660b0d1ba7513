import "file.mt"; import mem
macro name($a, @m, b) { $1 + $# + b }
uprobe:$1:f { exit(); }
