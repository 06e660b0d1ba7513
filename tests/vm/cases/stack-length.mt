// len() of stacks.
uprobe:/tests/bin/calls:inner { @user[len(ustack) > 2, len(ustack) == len(ustack)] = count(); }
kprobe:__x64_sys_brk /comm == "brkcalls"/ { @kernel[len(kstack) > 0, len(kstack) < 128] = count(); }
