// A macro's name is not used for anything else, and its parameters have one each.
macro count() { 1 }
macro pid() { 1 }
macro two() { 1 }
macro two() { 2 }
macro same($a, $a) { $a }
BEGIN { exit(); }
