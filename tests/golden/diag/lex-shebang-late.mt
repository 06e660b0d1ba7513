// Only on the first line:
#!/usr/bin/env memtap
BEGIN { }
