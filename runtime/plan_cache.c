#include "runtime/plan_cache.h"

#include <elf.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "codegen/plan.h"
#include "lexer/arena.h"
#include "lexer/source.h"
#include "parser/kernel.h"
#include "runtime/cache.h"
#include "runtime/file.h"
#include "runtime/options.h"

struct plan_cache {
	struct arena *arena;
	const struct options *options;
	int file;
	uint8_t key[DIGEST_SIZE];
};

static void tell(const struct plan_cache *cache, const char *what, const char *why)
{
	if (cache->options->verbose)
		complain("the compiled program %s%s%s", what, why ? ": " : "", why ? why : "");
}

/* ---- the key ---- */

static void add_texts(struct digest *digest, const char *const *texts, size_t count)
{
	digest_add_number(digest, count);
	for (size_t i = 0; i < count; i++)
		digest_add_text(digest, texts[i]);
}

/* What is known before anything is read; by this alone the file is found. */
static void add_command_line(struct digest *digest, const struct options *options)
{
	char *directory = getcwd(NULL, 0);

	digest_add_text(digest, directory);
	digest_add_text(digest, options->file);
	add_texts(digest, options->programs, options->program_count);
	add_texts(digest, options->words, options->word_count);
	add_texts(digest, options->directories, options->directory_count);
	digest_add_number(digest, options->pid || options->command);
	free(directory);
}

static void add_sources(struct digest *digest, const struct sources *sources)
{
	const struct source *source;

	for (size_t i = 0; (source = sources_at(sources, i)); i++) {
		digest_add_text(digest, source->name);
		digest_add(digest, source->text, source->length);
	}
}

static void add_environment(struct digest *digest)
{
	for (char **variable = environ; *variable; variable++)
		if (!strncmp(*variable, "MEMTAP_", strlen("MEMTAP_")) ||
		    !strncmp(*variable, "BPFTRACE_", strlen("BPFTRACE_")))
			digest_add_text(digest, *variable);
}

/* Notes are aligned to 4 bytes. */
static size_t aligned(size_t size)
{
	return (size + 3) / 4 * 4;
}

static bool add_build_id_in(struct digest *digest, const uint8_t *notes, size_t size)
{
	while (size >= sizeof(ElfW(Nhdr))) {
		const ElfW(Nhdr) *note = (const void *)notes;
		size_t name = aligned(note->n_namesz), text = aligned(note->n_descsz);
		size_t whole = sizeof(*note) + name + text;

		if (whole > size)
			return false;
		if (note->n_type == NT_GNU_BUILD_ID) {
			digest_add(digest, notes + sizeof(*note) + name, note->n_descsz);
			return true;
		}
		notes += whole;
		size -= whole;
	}
	return false;
}

struct loaded {
	struct digest *digest;
	bool is_known; /* by a build id, each */
};

static int add_loaded(struct dl_phdr_info *object, size_t size, void *context)
{
	struct loaded *loaded = context;
	bool found = false;

	for (int i = 0; i < object->dlpi_phnum && !found; i++) {
		const ElfW(Phdr) *segment = &object->dlpi_phdr[i];

		if (segment->p_type == PT_NOTE)
			found = add_build_id_in(loaded->digest,
						(const void *)(object->dlpi_addr + segment->p_vaddr),
						segment->p_memsz);
	}
	loaded->is_known &= found;
	return 0;
}

/* memtap and the libraries that it is linked to, LLVM's perhaps. */
static bool add_memtap(struct digest *digest)
{
	struct loaded loaded = {.digest = digest, .is_known = true};

	dl_iterate_phdr(add_loaded, &loaded);
	return loaded.is_known;
}

static bool add_file(struct digest *digest, const char *path)
{
	size_t size;
	char *bytes = file_read(path, &size);

	if (bytes)
		digest_add(digest, bytes, size);
	free(bytes);
	return bytes != NULL;
}

/* Its notes have its build id. BTF that is hidden, as in a container, is as if it had none. */
static bool add_kernel(struct digest *digest)
{
	struct utsname name = {0};
	struct stat btf = {0};

	uname(&name);
	digest_add_text(digest, name.release);
	digest_add_text(digest, name.version);
	digest_add_text(digest, name.machine);
	digest_add_number(digest,
			  stat("/sys/kernel/btf/vmlinux", &btf) == 0 ? (uint64_t)btf.st_size : 0);
	return add_file(digest, "/sys/kernel/notes") ||
	       add_file(digest, "/proc/sys/kernel/random/boot_id");
}

static bool make_key(struct plan_cache *cache, const struct sources *sources)
{
	struct digest digest;
	bool is_known;

	digest_begin(&digest);
	is_known = add_memtap(&digest) && add_kernel(&digest);
	add_command_line(&digest, cache->options);
	add_environment(&digest);
	add_sources(&digest, sources);
	digest_end(&digest, cache->key);
	return is_known;
}

/* ---- opening ---- */

/* What is compiled for another kernel, or may do things in our name, is always compiled anew. */
static bool is_wanted(const struct options *options)
{
	const char *off = getenv("MEMTAP_NO_CACHE");

	return options->mode == MODE_RUN && !options->no_cache && !(off && *off) &&
	       !options->kernel && !options->unsafe;
}

struct plan_cache *plan_cache_open(struct arena *arena, const struct options *options)
{
	struct plan_cache *cache;
	const char *directory;
	uint8_t name[DIGEST_SIZE];
	struct digest digest;
	struct reason reason;

	if (!is_wanted(options))
		return NULL;
	cache = arena_new_of(arena, struct plan_cache);
	*cache = (struct plan_cache){.arena = arena, .options = options, .file = -1};
	directory = cache_directory(arena);
	digest_begin(&digest);
	add_command_line(&digest, options);
	digest_end(&digest, name);
	if (directory)
		cache->file = cache_open(directory, name, &reason);
	else
		reason_set(&reason, "neither XDG_CACHE_HOME nor HOME says where");
	if (cache->file >= 0)
		return cache;
	plan_cache_leave(cache, reason.text);
	return NULL;
}

void plan_cache_close(struct plan_cache *cache)
{
	if (cache)
		file_close(&cache->file);
}

void plan_cache_leave(struct plan_cache *cache, const char *why)
{
	if (cache)
		tell(cache, "is not kept", why);
}

/* ---- what is kept: formats of tracepoints, "" behind the last, and the plan ---- */

static void digest_format(struct kernel *kernel, const char *category, const char *event,
			  uint8_t digest[DIGEST_SIZE])
{
	size_t size;
	char *text = kernel_read_format(kernel, category, event, &size);

	digest_of(text ? text : "", text ? size : 0, digest);
	free(text);
}

struct reader {
	const uint8_t *at;
	size_t left;
};

/* NULL when there is none. */
static const char *read_text(struct reader *reader)
{
	const uint8_t *end = memchr(reader->at, '\0', reader->left);
	const char *text = (const char *)reader->at;

	if (!end)
		return NULL;
	reader->left -= (size_t)(end + 1 - reader->at);
	reader->at = end + 1;
	return text;
}

static bool is_format_same(struct reader *reader, struct kernel *kernel, const char *category)
{
	const char *event = read_text(reader);
	uint8_t digest[DIGEST_SIZE];

	if (!event || reader->left < DIGEST_SIZE)
		return false;
	digest_format(kernel, category, event, digest);
	if (memcmp(digest, reader->at, DIGEST_SIZE) != 0)
		return false;
	reader->at += DIGEST_SIZE;
	reader->left -= DIGEST_SIZE;
	return true;
}

static bool are_formats_same(struct reader *reader, struct kernel *kernel)
{
	for (;;) {
		const char *category = read_text(reader);

		if (!category)
			return false;
		if (!*category)
			return true;
		if (!is_format_same(reader, kernel, category))
			return false;
	}
}

static bool read_kept(uint8_t *content, size_t size, struct kernel *kernel, struct plan **plan)
{
	struct reader reader = {content, size};
	FILE *in;
	bool is_read;

	if (!are_formats_same(&reader, kernel) || !reader.left)
		return false;
	in = fmemopen((void *)reader.at, reader.left, "r");
	is_read = in && plan_read(plan, in) == 0;
	if (in)
		fclose(in);
	return is_read;
}

bool plan_cache_take(struct plan_cache *cache, const struct sources *sources,
		     struct kernel *kernel, struct plan **plan)
{
	bool is_taken = false;
	uint8_t *content;
	size_t size;

	if (!cache)
		return false;
	if (!make_key(cache, sources)) {
		plan_cache_leave(cache, "memtap, a library of it or the kernel has no build id");
		file_close(&cache->file);
		return false;
	}
	content = cache_read(cache->file, cache->key, &size);
	if (content)
		is_taken = read_kept(content, size, kernel, plan);
	free(content);
	if (is_taken)
		tell(cache, "was kept, and is taken", NULL);
	return is_taken;
}

static void write_formats(struct kernel *kernel, FILE *out)
{
	const char *category, *event;

	for (size_t i = 0; kernel_asked_tracepoint(kernel, i, &category, &event); i++) {
		uint8_t digest[DIGEST_SIZE];

		digest_format(kernel, category, event, digest);
		fwrite(category, 1, strlen(category) + 1, out);
		fwrite(event, 1, strlen(event) + 1, out);
		fwrite(digest, 1, sizeof(digest), out);
	}
	fputc('\0', out);
}

void plan_cache_keep(struct plan_cache *cache, struct kernel *kernel, const struct plan *plan)
{
	struct reason reason = {""};
	char *content;
	size_t size;
	FILE *out;
	bool is_kept;

	if (!cache || cache->file < 0)
		return;
	out = heap_stream(&content, &size);
	write_formats(kernel, out);
	is_kept = plan_write(plan, out) == 0;
	fclose(out);
	is_kept = is_kept && cache_write(cache->file, cache->key, (uint8_t *)content, size, &reason);
	free(content);
	if (is_kept)
		tell(cache, "is kept for the next time", NULL);
	else
		plan_cache_leave(cache, reason.text);
}
