#include "runtime/help.h"

static const char text[] =
	"Usage: memtap [OPTION]... FILE | TOOL\n"
	"       memtap [OPTION]... -e PROGRAM\n"
	"Trace how programs and the kernel use memory.\n"
	"\n"
	"What to run:\n"
	"  FILE              a script, or what --compile wrote; - is standard input\n"
	"  TOOL              a bundled tool, such as memleak; memtap alone lists them\n"
	"  -e PROGRAM        this text\n"
	"\n"
	"Whom to trace, unless everybody:\n"
	"  -p PID            this process, until it ends\n"
	"  -c 'COMMAND ...'  this command, which begins once everything is attached, until it\n"
	"                    ends; quoted as for a shell, but no shell runs it\n"
	"\n"
	"Output:\n"
	"  -o FILE           print to FILE\n"
	"  -f FORMAT         text, or json: an object a line\n"
	"  -q                only what the program prints: no maps at the end\n"
	"  -v                also what libbpf and the kernel's verifier have to say\n"
	"\n"
	"Instead of tracing:\n"
	"  -l [PATTERN]      list probes: 'mem:*', 'kprobe:*brk*', 'tracepoint:kmem:*',\n"
	"                    'uprobe:libc:*alloc', 'usdt:libc:*'\n"
	"  -n                only check the program; needs no tracing kernel and no root\n"
	"  --compile FILE    write the compiled program to FILE; it runs like a script, and\n"
	"                    on other kernels too\n"
	"  -d STAGE          print what the compiler makes of the program: its tokens, ast,\n"
	"                    plan or ir, or write the BPF object: obj\n"
	"  --kernel DIR      compile for the kernel that DIR describes\n"
	"  --snapshot DIR    describe the running kernel in DIR\n"
	"  -h, --help        print this\n"
	"  -V, --version     print the version\n"
	"\n"
	"Examples:\n"
	"  memtap memleak -p 1234\n"
	"  memtap -e 'tracepoint:syscalls:sys_enter_brk { @[ustack, comm] = count(); }'\n"
	"  memtap -c './server --test' -e 'mem:alloc { @bytes = hist(args.size); }'\n"
	"\n"
	"Exit status: 0 done, 1 the program is wrong, 2 the command line is wrong, 3 the machine\n"
	"cannot do it (kernel, permission, missing probe or process), 70 a bug in memtap; or what\n"
	"the program gave to exit(). See also memtap(1).\n";

void help_print(FILE *out)
{
	fputs(text, out);
}

void help_print_version(FILE *out)
{
	fputs("memtap " MEMTAP_VERSION "\n", out);
}
