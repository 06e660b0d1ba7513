BEGIN { print(1); } }
END { print(2 }
