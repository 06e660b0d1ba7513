// A probe's parameter has to be given.
interval:s:$1 { exit(); }
