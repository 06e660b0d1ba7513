#include "runtime/help.h"

#include <string.h>

#include "parser/script.h"
#include "runtime/options_run.h"

static const char head[] =
	"Usage: memtap [OPTION]... FILE | TOOL [WORD]...\n"
	"       memtap [OPTION]... -e PROGRAM [WORD]...\n"
	"       memtap fmt [--check] [-w] FILE...         set scripts in the one layout\n"
	"Trace how programs and the kernel use memory.\n"
	"\n"
	"What to run:\n"
	"  FILE              a script, or what --compile wrote; - is standard input\n"
	"  TOOL              a bundled tool, such as memleak; memtap alone lists them\n"
	"  -e PROGRAM        this text; several, each with its -e, are one program\n"
	"  -I DIR            look there as well for what it imports\n"
	"  WORD              for the program: a parameter, or an option that it declares; TOOL\n"
	"                    --help lists those\n"
	"  --no-cache        compile it, also when it was compiled before\n"
	"\n";

static const char rest[] =
	"\n"
	"Instead of tracing:\n"
	"  -l [PATTERN]      list probes: 'mem:*', 'kprobe:*brk*', 'tracepoint:kmem:*',\n"
	"                    'uprobe:libc:*alloc', 'usdt:libc:*'; with -v also what functions take,\n"
	"                    and what fields and points of mem:... are on this machine\n"
	"  -n                only check the program; needs no tracing kernel and no root\n"
	"  --compile FILE    write the compiled program to FILE; it runs like a script, and\n"
	"                    on other kernels too\n"
	"  --emit-elf FILE   write the program as a BPF object that libbpf and bpftool load\n"
	"  -d STAGE          print what the compiler makes of the program: its tokens, source in\n"
	"                    canonical form, ast, plan or ir, or write the BPF object: obj\n"
	"  --kernel DIR      compile for the kernel that DIR describes\n"
	"  --snapshot DIR    describe the running kernel in DIR\n"
	"  --info            say what this machine can trace, and what to do where it cannot\n"
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
	fputs(head, out);
	fputs(options_run_help, out);
	fputs(rest, out);
}

/* ---- of a script ---- */

static const char *skip_blank_lines(const char *text)
{
	while (*text == '\n' || (text[0] == '#' && text[1] == '!')) {
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	return text;
}

/* A comment of lines that begin with "//". */
static void print_line_comment(FILE *out, const char *text)
{
	while (!strncmp(text, "//", 2)) {
		size_t length;

		text += 2 + (text[2] == ' ');
		length = strcspn(text, "\n");
		fprintf(out, "%.*s\n", (int)length, text);
		text += length + (text[length] == '\n');
	}
}

/* A comment in slashes and stars, without the stars that begin its lines. */
static void print_block_comment(FILE *out, const char *text)
{
	const char *end = strstr(text + 2, "*/");

	text += 2 + strspn(text + 2, "* \t\n");
	while (end && text < end) {
		size_t length = strcspn(text, "\n");

		if (length > (size_t)(end - text))
			length = end - text;
		fprintf(out, "%.*s\n", (int)length, text);
		text += length + (text[length] == '\n');
		text += strspn(text, " \t");
		if (*text == '*' && text < end)
			text += 1 + (text[1] == ' ');
	}
}

static const char *value_name(enum option_kind kind)
{
	switch (kind) {
	case OPTION_BOOL:
		return "";
	case OPTION_INTEGER:
		return "=N";
	case OPTION_DURATION:
		return "=TIME";
	default:
		return "=TEXT";
	}
}

/* "-t, --top=N" */
static size_t usage_width(const struct script_option *option)
{
	return strlen("-t, --") + strlen(option->name) + strlen(value_name(option->kind));
}

static void print_option(FILE *out, const struct script_option *option, size_t width)
{
	bool is_explained = *option->help || option->default_text;

	if (option->letter)
		fprintf(out, "  -%c, ", option->letter);
	else
		fputs("      ", out);
	fprintf(out, "--%s%s", option->name, value_name(option->kind));
	if (is_explained)
		fprintf(out, "%*s%s", (int)(width - usage_width(option)) + 2, "", option->help);
	if (option->default_text)
		fprintf(out, "%s(default: %s)", *option->help ? " " : "", option->default_text);
	fputc('\n', out);
}

static void print_options(FILE *out, const struct script_option *options)
{
	size_t width = 0;

	for (const struct script_option *o = options; o; o = o->next)
		if (usage_width(o) > width)
			width = usage_width(o);
	for (const struct script_option *o = options; o; o = o->next)
		print_option(out, o, width);
}

void help_print_script(FILE *out, const char *name, const char *text, const struct script *script)
{
	text = skip_blank_lines(text);
	if (!strncmp(text, "//", 2))
		print_line_comment(out, text);
	else if (!strncmp(text, "/*", 2))
		print_block_comment(out, text);
	fprintf(out, "\nUsage: memtap [OPTION]... %s%s%s\n", name,
		script->options ? " [--NAME=VALUE]..." : "", script->words_max ? " [WORD]..." : "");
	print_options(out, script->options);
	fputs("\nmemtap --help lists the options that all programs have.\n", out);
}

void help_print_version(FILE *out)
{
	fputs("memtap " MEMTAP_VERSION "\n", out);
}
