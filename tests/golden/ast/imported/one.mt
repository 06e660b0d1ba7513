// Imports the one that imports it, and another that is beside it.
import "../script-imports.mt";
import "two.mt";
macro of_one(x) { of_two(x) + 1 }
BEGIN { print("one"); }
