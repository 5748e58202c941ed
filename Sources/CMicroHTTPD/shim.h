#pragma once
#include <microhttpd.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

// Swift cannot call functions with a variable number of arguments; each function here has a fixed list in its place.

/// What a daemon calls, all with the same context.
struct compat_mhd_callbacks {
    MHD_AccessHandlerCallback access;
    MHD_RequestCompletedCallback completed;
    MHD_NotifyConnectionCallback connection;
    void *(*target)(void *context, const char *target, struct MHD_Connection *connection);
    size_t (*unescape)(void *context, struct MHD_Connection *connection, char *text);
    void *context;
};

/// For `MHD_start_daemon`, which takes its options as variable arguments.
static inline struct MHD_Daemon *compat_mhd_start(
    unsigned int flags, const struct compat_mhd_callbacks *callbacks, unsigned int connections, size_t connection_memory
) {
    return MHD_start_daemon(
        flags, 0, NULL, NULL, callbacks->access, callbacks->context,
        MHD_OPTION_NOTIFY_COMPLETED, callbacks->completed, callbacks->context,
        MHD_OPTION_NOTIFY_CONNECTION, callbacks->connection, callbacks->context,
        MHD_OPTION_URI_LOG_CALLBACK, callbacks->target, callbacks->context,
        MHD_OPTION_UNESCAPE_CALLBACK, callbacks->unescape, callbacks->context,
        MHD_OPTION_CONNECTION_LIMIT, connections,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, connection_memory,
        MHD_OPTION_CONNECTION_TIMEOUT, 0u,
        MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_END);
}

/// For `MHD_get_connection_info`, which has variable arguments: the descriptor of a connection, -1 if it has none.
static inline int compat_mhd_descriptor(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}

/// For `MHD_get_connection_info`, which has variable arguments: what was attached to a connection when it began.
static inline void *compat_mhd_context(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

/// For `MHD_set_connection_option`, which has variable arguments: closes a connection on which nothing moves for so long.
static inline enum MHD_Result compat_mhd_set_timeout(struct MHD_Connection *connection, unsigned int seconds) {
    return MHD_set_connection_option(connection, MHD_CONNECTION_OPTION_TIMEOUT, seconds);
}

/// For `MHD_get_connection_info`, which has variable arguments: bytes of a request's first line and fields.
static inline size_t compat_mhd_head_size(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    return info ? info->header_size : 0;
}

// Swift's view of the C library leaves out Linux's event queue. A connection that libmicrohttpd has suspended is watched
// with it.

/// For `epoll_create1`: a new queue, or -1.
static inline int compat_events_create(void) {
    return epoll_create1(EPOLL_CLOEXEC);
}

/// For `eventfd`: a descriptor that ends a wait when it is written to, or -1.
static inline int compat_events_bell(void) {
    return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

/// For `epoll_ctl`: reports `id` for as long as a descriptor has input.
static inline int compat_events_add_input(int queue, int descriptor, uint64_t id) {
    struct epoll_event event = {.events = EPOLLIN, .data = {.u64 = id}};
    return epoll_ctl(queue, EPOLL_CTL_ADD, descriptor, &event);
}

/// For `epoll_ctl`: reports `id` once when the other side of a connection has closed its end.
static inline int compat_events_add_hang_up(int queue, int descriptor, uint64_t id) {
    struct epoll_event event = {.events = EPOLLRDHUP | EPOLLET, .data = {.u64 = id}};
    return epoll_ctl(queue, EPOLL_CTL_ADD, descriptor, &event);
}

/// For `epoll_ctl`: reports nothing more of a descriptor.
static inline int compat_events_remove(int queue, int descriptor) {
    struct epoll_event event = {0};
    return epoll_ctl(queue, EPOLL_CTL_DEL, descriptor, &event);
}

/// For `epoll_wait`: waits and stores up to 64 ids; how many, or -1.
static inline int compat_events_wait(int queue, uint64_t ids[64], int milliseconds) {
    struct epoll_event events[64];
    const int count = epoll_wait(queue, events, 64, milliseconds);
    for (int index = 0; index < count; index++) ids[index] = events[index].data.u64;
    return count;
}

/// For `prctl`, which has variable arguments: names the thread that calls it.
static inline void compat_thread_set_name(const char *name) {
    prctl(PR_SET_NAME, name);
}

/// For `mallopt`, which the library's own module leaves out: lets threads share two pools of memory.
static inline void compat_share_memory(void) {
#if defined(__GLIBC__)
    mallopt(M_ARENA_MAX, 2);
#endif
}
