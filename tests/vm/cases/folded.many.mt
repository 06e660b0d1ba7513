config = { max_map_keys = 65541 }
BEGIN { for ($i : 0..65541) { @[$i] = $i; } exit(); }
