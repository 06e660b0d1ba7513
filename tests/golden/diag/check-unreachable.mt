BEGIN { return; @ = 1; @ = 2; }
BEGIN { if (pid) { return; } else { exit(); } print(1); }
BEGIN { if (pid) { return; } print(1); { exit(1); print(2); } print(3); }
