BEGIN { if (1) { return } }
END { { print(1) }; print(2); }
interval:s:1 { }
