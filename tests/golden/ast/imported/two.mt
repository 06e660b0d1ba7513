macro of_two(x) { x * 2 }
BEGIN { print("two"); }
