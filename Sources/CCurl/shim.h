#pragma once
#include <curl/curl.h>
#include <dlfcn.h>

// libcurl is loaded when it is first used and not with the program: the thirty libraries that come with it take longer to
// load than a command runs that needs none of them.

#define COMPAT_CURL_FUNCTIONS(FUNCTION) \
    FUNCTION(global_init) \
    FUNCTION(slist_append) \
    FUNCTION(slist_free_all) \
    FUNCTION(easy_init) \
    FUNCTION(easy_reset) \
    FUNCTION(easy_cleanup) \
    FUNCTION(easy_setopt) \
    FUNCTION(easy_getinfo) \
    FUNCTION(easy_strerror) \
    FUNCTION(multi_init) \
    FUNCTION(multi_cleanup) \
    FUNCTION(multi_setopt) \
    FUNCTION(multi_add_handle) \
    FUNCTION(multi_remove_handle) \
    FUNCTION(multi_perform) \
    FUNCTION(multi_poll) \
    FUNCTION(multi_wakeup) \
    FUNCTION(multi_info_read)

/// Functions of libcurl, with the types that its header gives them.
struct compat_curl {
#define COMPAT_CURL_MEMBER(name) __typeof__(&curl_##name) _Nonnull name;
    COMPAT_CURL_FUNCTIONS(COMPAT_CURL_MEMBER)
#undef COMPAT_CURL_MEMBER
};

/// The file of the version whose functions these are.
#if defined(__APPLE__)
#define COMPAT_CURL_NAME "libcurl.4.dylib"
#else
#define COMPAT_CURL_NAME "libcurl.so.4"
#endif

/// Loads libcurl; what is missing if that fails, in words that stay until the next call.
static inline const char *_Nullable compat_curl_load(struct compat_curl *_Nonnull curl, const char *_Nonnull name) {
    void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (!library) return dlerror();
#define COMPAT_CURL_FIND(name) \
    void *found_##name = dlsym(library, "curl_" #name); \
    if (!found_##name) return dlerror(); \
    curl->name = (__typeof__(&curl_##name)) found_##name;
    COMPAT_CURL_FUNCTIONS(COMPAT_CURL_FIND)
#undef COMPAT_CURL_FIND
    return NULL;
}

// Swift cannot call functions with a variable number of arguments. libcurl's setters and getters are such, so each kind
// of value has a function with a fixed list here.

/// For `curl_easy_setopt` with a number.
static inline CURLcode compat_curl_set_long(
    const struct compat_curl *curl, CURL *handle, CURLoption option, long value
) {
    return curl->easy_setopt(handle, option, value);
}

/// For `curl_easy_setopt` with a large number.
static inline CURLcode compat_curl_set_offset(
    const struct compat_curl *curl, CURL *handle, CURLoption option, curl_off_t value
) {
    return curl->easy_setopt(handle, option, value);
}

/// For `curl_easy_setopt` with a text, which libcurl copies.
static inline CURLcode compat_curl_set_text(
    const struct compat_curl *curl, CURL *handle, CURLoption option, const char *value
) {
    return curl->easy_setopt(handle, option, value);
}

/// For `curl_easy_setopt` with memory that the caller owns.
static inline CURLcode compat_curl_set_pointer(
    const struct compat_curl *curl, CURL *handle, CURLoption option, void *value
) {
    return curl->easy_setopt(handle, option, value);
}

/// For `curl_easy_setopt` with a list of fields.
static inline CURLcode compat_curl_set_list(const struct compat_curl *curl, CURL *handle, struct curl_slist *list) {
    return curl->easy_setopt(handle, CURLOPT_HTTPHEADER, list);
}

/// For `curl_easy_setopt` with `CURLOPT_CONNECT_TO`.
static inline CURLcode compat_curl_set_connect_to(
    const struct compat_curl *curl, CURL *handle, struct curl_slist *list
) {
    return curl->easy_setopt(handle, CURLOPT_CONNECT_TO, list);
}

/// For `curl_easy_setopt` with `CURLOPT_WRITEFUNCTION` or `CURLOPT_HEADERFUNCTION`.
static inline CURLcode compat_curl_set_receiver(
    const struct compat_curl *curl, CURL *handle, CURLoption option,
    size_t (*receive)(char *bytes, size_t size, size_t count, void *context)
) {
    return curl->easy_setopt(handle, option, receive);
}

/// For `curl_easy_setopt` with `CURLOPT_PREREQFUNCTION`.
static inline CURLcode compat_curl_set_before_request(
    const struct compat_curl *curl, CURL *handle, curl_prereq_callback before_request
) {
    return curl->easy_setopt(handle, CURLOPT_PREREQFUNCTION, before_request);
}

/// For `curl_easy_getinfo` with `CURLINFO_PRIVATE`.
static inline void *compat_curl_context(const struct compat_curl *curl, CURL *handle) {
    char *context = NULL;
    curl->easy_getinfo(handle, CURLINFO_PRIVATE, &context);
    return context;
}

/// For `curl_multi_setopt` with a number.
static inline CURLMcode compat_curl_multi_set_long(
    const struct compat_curl *curl, CURLM *handle, CURLMoption option, long value
) {
    return curl->multi_setopt(handle, option, value);
}

/// A finished transfer of a multi handle, or nothing; for the union that holds its result.
static inline CURL *compat_curl_next_finished(const struct compat_curl *curl, CURLM *handle, CURLcode *result) {
    int remaining = 0;
    CURLMsg *message = curl->multi_info_read(handle, &remaining);
    while (message && message->msg != CURLMSG_DONE) message = curl->multi_info_read(handle, &remaining);
    if (!message) return NULL;
    *result = message->data.result;
    return message->easy_handle;
}
