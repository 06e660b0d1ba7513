BEGIN { print(“hello”); }
