BEGIN { print("never closed); }
BEGIN { print("\q"); print("\u00e9"); print("\x"); print("\777"); }
uprobe:"/opt/my app:f { }
BEGIN { $x = 1; }
