BEGIN { printf('hello %d', 1); $a = ''; $b = 'c'; $d = '\z'; }
BEGIN { $x = 'never closed; }
