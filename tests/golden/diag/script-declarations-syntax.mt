struct one { int :3; int; long struct two x; int three };
typedef int;
BEGIN { exit(); }
