uprobe:/tests/bin/cppnames:cpp:"math::add"        { @add = count(); }
uprobe:/tests/bin/cppnames:cpp:"math::add(int)"   { @add_int = count(); @sum = sum(arg0); }
u:/tests/bin/cppnames:cpp:"math::*"               { @math[func] = count(); }
uretprobe:/tests/bin/cppnames:cpp:"math::sub"     { @returned = count(); @entry[entry(arg0)] = count(); }
uprobe:/tests/bin/cppnames:_ZN4math3add*          { @mangled = count(); }
