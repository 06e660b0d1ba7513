BEGIN { print("\a\b\f\n\r\t\v\\\"\'\?\x1\x7fz\0011\377"); print("caf\303\251 é"); }
