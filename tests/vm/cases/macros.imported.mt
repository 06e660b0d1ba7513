macro from_file(x) { $y = x; $y * 100 }
BEGIN { print("imported first"); }
