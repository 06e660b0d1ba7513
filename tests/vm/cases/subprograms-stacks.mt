// A function that takes a stack, called where a function begins, and in the middle of one that has a frame by then.
// (What is added differs, so that no two stacks have the same sum: those have no order of their own.)
fn seen($weight : int64) : void { @[ustack] = sum($weight); }
uprobe:/tests/bin/stacks:leaf     { seen(2); }
uprobe:/tests/bin/stacks:middle+4 { seen(1); }
