config = { max_map_keys = 262149 }
BEGIN { for ($i : 0..262149) { @[$i] = 1; } exit(); }
