// A function that takes a stack, called where a function begins, and in the middle of one that has a frame by then.
fn seen() : void { @[ustack] = count(); }
uprobe:/tests/bin/stacks:leaf     { seen(); }
uprobe:/tests/bin/stacks:middle+4 { seen(); }
