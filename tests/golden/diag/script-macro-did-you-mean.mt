macro twice(x) { x * 2 }
BEGIN { print(twise(3)); exit(); }
