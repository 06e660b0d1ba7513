uprobe:/bin/sh:rust:f { }
uprobe:/bin/sh:cpp:f+4 { }
uprobe:/bin/sh:cpp: { }
