uprobe:/bin/sh:rust:f { }
uprobe:/bin/sh:cpp:f+4 { }
uprobe:/bin/sh:cpp: { }
uprobe:/bin/sh:cpp:math::add { }
uretprobe:/bin/sh:math::add { }
uprobe:/bin/sh:cpp:"math"::add { }
uprobe:/bin/sh:a:b:c:d { }
kprobe:nf_tables:math::add { }
