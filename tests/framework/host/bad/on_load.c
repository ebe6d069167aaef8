/* SPDX-License-Identifier: Apache-2.0
 * What a plugin may do to its host while it loads, one for each macro given; bad.c has the rest of it. */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

#ifdef STARTS_THREAD
static void *wait_for_ever(void *none) {
  for (;;) pause();
  return none;
}
#endif

__attribute__((constructor)) static void on_load(void) {
#ifdef ABORTS
  fputs("no such thing\nas a free lunch\n", stderr);
  abort();
#endif
#ifdef CRASHES
  raise(SIGSEGV);
#endif
#ifdef EXITS
  exit(0);
#endif
#ifdef HANGS
  for (;;) pause();
#endif
#ifdef PRINTS
  printf("to the output, ");
  fflush(stdout);
  fputs("to the error\n", stderr);
  printf("and what stays in the buffer\033[31m\n");
#endif
#ifdef PRINTS_FOR_EVER
  for (;;) puts("again and again and again and again and again and again and again and again");
#endif
#ifdef STARTS_THREAD
  pthread_t thread;
  pthread_create(&thread, 0, wait_for_ever, 0);
#endif
#ifdef CLOSES_ALL
  for (int fd = 0; fd < 1024; ++fd) close(fd);
#endif
#ifdef LEAVES_PROCESS
  if (fork() == 0) {
    for (;;) pause();
  }
#endif
#ifdef FORKS
  fork(); /* both go on */
#endif
#ifdef KILLS_GROUP
  kill(0, SIGKILL);
#endif
}
