#pragma once
#include <curl/curl.h>

// Swift cannot call functions with a variable number of arguments. libcurl's setters and getters are such, so each kind
// of value has a function with a fixed list here.

/// For `curl_easy_setopt` with a number.
static inline CURLcode compat_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

/// For `curl_easy_setopt` with a large number.
static inline CURLcode compat_curl_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

/// For `curl_easy_setopt` with a text, which libcurl copies.
static inline CURLcode compat_curl_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

/// For `curl_easy_setopt` with memory that the caller owns.
static inline CURLcode compat_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

/// For `curl_easy_setopt` with a list of fields.
static inline CURLcode compat_curl_set_list(CURL *handle, struct curl_slist *list) {
    return curl_easy_setopt(handle, CURLOPT_HTTPHEADER, list);
}

/// For `curl_easy_setopt` with `CURLOPT_CONNECT_TO`.
static inline CURLcode compat_curl_set_connect_to(CURL *handle, struct curl_slist *list) {
    return curl_easy_setopt(handle, CURLOPT_CONNECT_TO, list);
}

/// For `curl_easy_setopt` with `CURLOPT_WRITEFUNCTION` or `CURLOPT_HEADERFUNCTION`.
static inline CURLcode compat_curl_set_receiver(
    CURL *handle, CURLoption option, size_t (*receive)(char *bytes, size_t size, size_t count, void *context)
) {
    return curl_easy_setopt(handle, option, receive);
}

/// For `curl_easy_setopt` with `CURLOPT_PREREQFUNCTION`.
static inline CURLcode compat_curl_set_before_request(CURL *handle, curl_prereq_callback before_request) {
    return curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, before_request);
}

/// For `curl_easy_getinfo` with `CURLINFO_PRIVATE`.
static inline void *compat_curl_context(CURL *handle) {
    char *context = NULL;
    curl_easy_getinfo(handle, CURLINFO_PRIVATE, &context);
    return context;
}

/// For `curl_multi_setopt` with a number.
static inline CURLMcode compat_curl_multi_set_long(CURLM *handle, CURLMoption option, long value) {
    return curl_multi_setopt(handle, option, value);
}

/// A finished transfer of a multi handle, or nothing; for the union that holds its result.
static inline CURL *compat_curl_next_finished(CURLM *handle, CURLcode *result) {
    int remaining = 0;
    CURLMsg *message = curl_multi_info_read(handle, &remaining);
    while (message && message->msg != CURLMSG_DONE) message = curl_multi_info_read(handle, &remaining);
    if (!message) return NULL;
    *result = message->data.result;
    return message->easy_handle;
}
