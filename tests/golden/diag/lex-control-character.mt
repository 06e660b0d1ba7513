BEGIN { $x = 1; }
