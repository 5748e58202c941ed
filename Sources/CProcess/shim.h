#pragma once
#include <spawn.h>
#include <sys/resource.h>
#include <sys/types.h>

/* What glibc declares for _GNU_SOURCE alone, which Swift's modules are built without. */

#ifdef __linux__
extern int prlimit(pid_t process, int resource, const struct rlimit *limit, struct rlimit *previous);
#endif
#ifdef __GLIBC__
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int first);
#endif

/* Bounds a resource of another process; without effect where the system cannot do that. */
static inline void cprocess_limit(pid_t process, int resource, rlim_t value) {
#ifdef __linux__
    struct rlimit limit = {value, value};
    prlimit(process, resource, &limit, 0);
#endif
}

/* Lets others go first. */
static inline void cprocess_yield(pid_t process) {
    setpriority(PRIO_PROCESS, process, 5);
}

/* Lets a new process inherit no file from `first` on. */
static inline int cprocess_close_from(posix_spawn_file_actions_t *actions, int first) {
#ifdef __GLIBC__
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
#elif defined(__linux__)
    for (int file = first; file < 1024; file++) {
        int status = posix_spawn_file_actions_addclose(actions, file);
        if (status != 0) return status;
    }
    return 0;
#else
    return 0;
#endif
}

/* The constants are of another type in every system. */

enum {
    cprocess_address_space = RLIMIT_AS,
    cprocess_core = RLIMIT_CORE,
    cprocess_file_size = RLIMIT_FSIZE,
    cprocess_files = RLIMIT_NOFILE,
    cprocess_processor_time = RLIMIT_CPU,
};
