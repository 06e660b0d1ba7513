/*
 * armed [again]: words at a known address, for watch() and unwatch().
 *
 *     1. calls watched() for five words, from 0x7000000000 on
 *     2. writes the first 10 times in each of three threads: the main one, one that was there
 *        before 1. and one that starts now, and in a child process; writes the second once and
 *        reads it 5 times; writes the others once
 *     3. calls released() for the first word and watched() for the fifth
 *     4. writes both of them 3 times
 *     5. becomes `armed again`: watched() for all five, each of which is then written 2 times
 *
 * After 1., 3. and the last calls of watched() it prints "ready" and waits to be told to go on.
 */
#include "workload.h"

#include <pthread.h>
#include <semaphore.h>
#include <sys/mman.h>
#include <sys/wait.h>

#define WORDS 5

static volatile long *const words = (long *)0x7000000000;
static sem_t begin_writing;

/*
 * A nop, because the kernel emulates it at a uprobe. Were it to step over an instruction, QEMU
 * would report the watchpoint that was hit last once more.
 */
__attribute__((noipa)) void watched(volatile long *word)
{
	(void)word;
	__asm__ volatile("nop");
}

__attribute__((noipa)) void released(volatile long *word)
{
	(void)word;
	__asm__ volatile("nop");
}

static void write_often(int word, int count)
{
	for (int i = 0; i < count; i++)
		words[word] = i;
}

static void *write_first(void *unused)
{
	write_often(0, 10);
	return unused;
}

static void *wait_and_write(void *unused)
{
	while (sem_wait(&begin_writing) != 0)
		;
	return write_first(unused);
}

static void watch_all(void)
{
	for (int i = 0; i < WORDS; i++)
		watched(&words[i]);
}

static void write_in_child(void)
{
	pid_t child = fork();

	if (!child) {
		write_often(0, 10);
		_exit(0);
	}
	waitpid(child, NULL, 0);
}

static void use_words(pthread_t old)
{
	pthread_t new;
	long sum = 0;

	write_first(NULL);
	sem_post(&begin_writing);
	pthread_join(old, NULL);
	pthread_create(&new, NULL, write_first, NULL);
	pthread_join(new, NULL);
	write_in_child();
	for (int i = 1; i < WORDS; i++)
		write_often(i, 1);
	for (int i = 0; i < 5; i++)
		sum += words[1];
	workload_say("sum %ld\n", sum);
}

int main(int argc, char **argv)
{
	pthread_t old;

	workload_options(&argc, &argv);
	if (mmap((void *)words, 4096, PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) == MAP_FAILED)
		return 1;
	if (argc == 2) {
		watch_all();
		workload_begin();
		for (int i = 0; i < WORDS; i++)
			write_often(i, 2);
		workload_end();
		return 0;
	}
	sem_init(&begin_writing, 0, 0);
	pthread_create(&old, NULL, wait_and_write, NULL);
	workload_begin();
	watch_all();
	workload_begin();
	use_words(old);
	released(&words[0]);
	watched(&words[4]);
	workload_begin();
	write_often(0, 3);
	write_often(4, 3);
	execl("/proc/self/exe", "armed", "again", NULL);
	return 1;
}
