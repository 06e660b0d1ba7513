config = { max_strlen 5; max_strlen = 5 6; }
BEGIN { exit(); }
