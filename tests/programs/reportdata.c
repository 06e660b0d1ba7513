/*
 * reportdata FILE: what the page of `memtap --report FILE` holds, as lines for grep and awk:
 *
 *     program shop.mt
 *     target command shop 40
 *     map @heap hold bytes
 *     row @heap 327680 40 main;child;fibonacci         values, and the frames or the key
 *     row @calls 7 bash;123
 *     bucket @size 4 7 12                              least, most, how many
 *     chart @heap 0 12 3                               each of the values: points, series,
 *     last @heap 327680 40                             what the sums are in the end
 *     series @heap 327680 40 main;child;fibonacci      and those of a series
 *     loss event 3                                     those that are not 0
 *
 * It exits with 1, and says why, unless the page lets nothing in from outside, its data is JSON without
 * a '<', and each stack is of frames that are there.
 */
#include <json-c/json.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char begin_mark[] = "<script type=\"application/json\" id=\"data\">";
static json_object *frames;

static _Noreturn void refuse(const char *why)
{
	fprintf(stderr, "reportdata: %s\n", why);
	exit(1);
}

static char *read_page(const char *path)
{
	FILE *in = fopen(path, "r");
	char *page = NULL;
	size_t size = 0;

	if (!in || getdelim(&page, &size, '\0', in) <= 0)
		refuse("no page");
	fclose(in);
	return page;
}

/* The JSON, cut out of the page. */
static char *find_data(char *page)
{
	char *begin = strstr(page, begin_mark), *end;

	if (!begin || !strstr(page, "content=\"default-src 'none';"))
		refuse("not the page of a report");
	begin += strlen(begin_mark);
	end = strchr(begin, '<');
	if (!end || strncmp(end, "</script>\n", 10) != 0 || strstr(end, begin_mark))
		refuse("the data has a '<'");
	*end = '\0';
	return begin;
}

static json_object *get(json_object *object, const char *key)
{
	json_object *value = NULL;

	if (!json_object_object_get_ex(object, key, &value))
		refuse(key);
	return value;
}

static json_object *get_any(json_object *object, const char *key)
{
	json_object *value = NULL;

	json_object_object_get_ex(object, key, &value);
	return value;
}

static const char *text(json_object *object, const char *key)
{
	return json_object_get_string(get(object, key));
}

static json_object *item(json_object *list, size_t i)
{
	return json_object_array_get_idx(list, i);
}

/* " 327680 40" */
static void print_all(json_object *list)
{
	for (size_t i = 0; i < json_object_array_length(list); i++)
		printf(" %s", json_object_get_string(item(list, i)));
}

/* " main;child": the key, then the frames. */
static void print_path(json_object *row)
{
	json_object *key = get(row, "key"), *stack = get_any(row, "stack");
	char separator = ' ';

	for (size_t i = 0; i < json_object_array_length(key); i++, separator = ';')
		printf("%c%s", separator, json_object_get_string(item(key, i)));
	for (size_t i = 0; stack && i < json_object_array_length(stack); i++, separator = ';') {
		json_object *frame = item(frames, json_object_get_uint64(item(stack, i)));

		if (!frame)
			refuse("a stack has a frame that is not there");
		printf("%c%s", separator, text(frame, "name"));
	}
	putchar('\n');
}

static void print_buckets(const char *map, json_object *buckets)
{
	for (size_t i = 0; i < json_object_array_length(buckets); i++) {
		json_object *bucket = item(buckets, i), *least = get_any(bucket, "min"),
			    *most = get_any(bucket, "max");

		printf("bucket %s %s %s %s\n", map, least ? json_object_get_string(least) : "-",
		       most ? json_object_get_string(most) : "-", text(bucket, "count"));
	}
}

static void print_row(const char *map, json_object *row)
{
	json_object *buckets = get_any(row, "buckets");

	printf("row %s", map);
	print_all(get(row, "values"));
	print_path(row);
	if (buckets)
		print_buckets(map, buckets);
}

/* Of each list the last. */
static void print_last(json_object *lists, size_t points)
{
	for (size_t i = 0; i < json_object_array_length(lists); i++) {
		if (json_object_array_length(item(lists, i)) != points)
			refuse("a chart's lists differ in length");
		printf(" %s", json_object_get_string(item(item(lists, i), points - 1)));
	}
}

static void print_chart(const char *map, json_object *chart)
{
	json_object *sums = get(chart, "sums"), *series = get(chart, "series");
	size_t points = json_object_array_length(get(chart, "times"));

	printf("chart %s %zu %zu\nlast %s", map, points, json_object_array_length(series), map);
	print_last(sums, points);
	putchar('\n');
	for (size_t i = 0; i < json_object_array_length(series); i++) {
		printf("series %s", map);
		print_last(get(item(series, i), "values"), points);
		print_path(item(series, i));
	}
}

static void print_map(json_object *map)
{
	const char *name = text(map, "name");
	json_object *rows = get(map, "rows"), *chart = get_any(map, "chart");

	printf("map %s %s %s\n", name, text(map, "kind"), text(map, "unit"));
	for (size_t i = 0; i < json_object_array_length(rows); i++)
		print_row(name, item(rows, i));
	if (chart)
		print_chart(name, chart);
}

static void print_losses(json_object *losses)
{
	for (size_t i = 0; i < json_object_array_length(losses); i++)
		if (strcmp(text(item(losses, i), "count"), "0") != 0)
			printf("loss %s %s\n", text(item(losses, i), "name"),
			       text(item(losses, i), "count"));
}

static void print_target(json_object *target)
{
	if (get_any(target, "command"))
		printf("target command %s\n", text(target, "command"));
	else if (get_any(target, "pid"))
		printf("target process %s\n", text(target, "name"));
	else
		printf("target everything\n");
}

int main(int argc, char **argv)
{
	char *page = read_page(argc == 2 ? argv[1] : "");
	json_object *data = json_tokener_parse(find_data(page)), *maps;

	if (!data)
		refuse("no JSON");
	frames = get(data, "frames");
	maps = get(data, "maps");
	printf("program %s\n", text(data, "program"));
	print_target(get(data, "target"));
	for (size_t i = 0; i < json_object_array_length(maps); i++)
		print_map(item(maps, i));
	print_losses(get(data, "losses"));
	json_object_put(data);
	free(page);
	return 0;
}
