/* SPDX-License-Identifier: Apache-2.0
 * Plugins whose one fault shows before any stage runs, one for each macro given. */
#define _POSIX_C_SOURCE 199309L /* nanosleep */
#include <pipeline/abi.h>
#include <stdio.h>
#include <time.h>

#ifdef NO_VERSION
#define VERSION "new"
#else
#define VERSION "1.0.0"
#endif

#ifdef PRINTS
__attribute__((constructor)) static void say(void) { puts("loading"); }
#endif

#ifdef SLEEPS
__attribute__((constructor)) static void sleep_a_little(void) {
  const struct timespec pause = {0, 200000000};
  nanosleep(&pause, NULL);
}
#endif

#ifdef EXPORTS
PIPELINE_EXPORT int helper(void);
int helper(void) { return 1; }
#endif

#define PLUGIN                                                                                \
  {                                                                                           \
    sizeof(pipeline_plugin), PIPELINE_ABI_TARGET, PLUGIN_ID, VERSION, "Nothing.", NULL, NULL, \
        NULL, 0, 0, NULL, NULL, NULL, NULL                                                    \
  }

const pipeline_plugin* pipeline_plugin_v1(void) {
#ifdef CHANGES
  static const pipeline_plugin plugins[2] = {PLUGIN, PLUGIN};
  static unsigned calls;
  return &plugins[calls++ % 2];
#else
  static const pipeline_plugin plugin = PLUGIN;
  return &plugin;
#endif
}
