BEGIN { $t = (1, ("two", 3)); $x = $t.0; $y = $t.1.0; @m[$t] = 4; print((pid, @m[$t])); }
