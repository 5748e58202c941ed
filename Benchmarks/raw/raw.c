// The limits that the server is measured against: what SQLite and libcurl do when nothing is in their way.
//
//   raw commits PATH ROWS GROUP            rows of the size of a task's, GROUP of them in a commit that has reached the disk
//   raw requests URL COUNT PARALLEL BYTES KEY  requests over libcurl's multi interface; with BYTES of body a POST over a fresh
//                                          connection, as the server's own, and without one a GET over connections that stay
//
// Prints how many there were, the seconds they took, and the seconds of the processor, of this process alone.

#include <curl/curl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { RECORD_BYTES = 900, MOST_PARALLEL = 1024 };

static double seconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double processor_seconds(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static int fail(const char *what) {
    fprintf(stderr, "raw: %s\n", what);
    return 1;
}

// MARK: SQLite

static int execute(sqlite3 *database, const char *sql) {
    return sqlite3_exec(database, sql, NULL, NULL, NULL);
}

static int commits(const char *path, long rows, long group) {
    sqlite3 *database = NULL;
    sqlite3_stmt *insert = NULL;
    if (sqlite3_open(path, &database) != SQLITE_OK) return fail("cannot open the database");
    const char *setup =
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
        "CREATE TABLE task (id TEXT PRIMARY KEY NOT NULL, record TEXT NOT NULL) STRICT";
    if (execute(database, setup) != SQLITE_OK
        || sqlite3_prepare_v2(
               database, "INSERT INTO task VALUES (lower(hex(randomblob(16))), ?)", -1, &insert, NULL)
            != SQLITE_OK)
        return fail("cannot make the table");
    char record[RECORD_BYTES];
    memset(record, 'x', sizeof record);
    double begin = seconds(), used = processor_seconds();
    for (long row = 0; row < rows; row++) {
        if (row % group == 0 && execute(database, "BEGIN IMMEDIATE") != SQLITE_OK) return fail("cannot begin");
        sqlite3_bind_text(insert, 1, record, sizeof record, SQLITE_STATIC);
        if (sqlite3_step(insert) != SQLITE_DONE) return fail("cannot insert");
        sqlite3_reset(insert);
        if ((row % group == group - 1 || row == rows - 1) && execute(database, "COMMIT") != SQLITE_OK)
            return fail("cannot commit");
    }
    printf("%ld %.6f %.6f\n", rows, seconds() - begin, processor_seconds() - used);
    sqlite3_finalize(insert);
    sqlite3_close(database);
    return 0;
}

// MARK: libcurl

static size_t discard(char *bytes, size_t size, size_t count, void *context) {
    (void)bytes;
    (void)context;
    return size * count;
}

static CURL *handle(const char *url, const char *body, long bytes, struct curl_slist *fields) {
    CURL *handle = curl_easy_init();
    if (handle == NULL) return NULL;
    curl_easy_setopt(handle, CURLOPT_URL, url);
    curl_easy_setopt(handle, CURLOPT_PROXY, "");
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, fields);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, discard);
    if (bytes > 0) {
        curl_easy_setopt(handle, CURLOPT_POSTFIELDS, body);
        curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE, bytes);
        curl_easy_setopt(handle, CURLOPT_FRESH_CONNECT, 1L);
        curl_easy_setopt(handle, CURLOPT_FORBID_REUSE, 1L);
    }
    return handle;
}

static int requests(const char *url, long count, long parallel, long bytes, const char *key) {
    if (parallel < 1 || parallel > MOST_PARALLEL) return fail("that is too much at once");
    char *body = calloc((size_t)bytes + 1, 1);
    char authorization[256];
    snprintf(authorization, sizeof authorization, "Authorization: Bearer %s", key);
    struct curl_slist *fields = curl_slist_append(NULL, authorization);
    curl_global_init(CURL_GLOBAL_ALL);
    CURLM *multi = curl_multi_init();
    if (body == NULL || multi == NULL) return fail("no memory");
    memset(body, 'x', (size_t)bytes);
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, parallel);
    double begin = seconds(), used = processor_seconds();
    long started = 0, ended = 0;
    int running = 0;
    for (; started < parallel && started < count; started++)
        curl_multi_add_handle(multi, handle(url, body, bytes, fields));
    while (ended < count) {
        curl_multi_perform(multi, &running);
        CURLMsg *message;
        int left;
        while ((message = curl_multi_info_read(multi, &left)) != NULL) {
            if (message->msg != CURLMSG_DONE) continue;
            CURL *done = message->easy_handle;
            long status = 0;
            curl_easy_getinfo(done, CURLINFO_RESPONSE_CODE, &status);
            if (message->data.result != CURLE_OK || status != 200) return fail("a request was not answered with 200");
            ended++;
            curl_multi_remove_handle(multi, done);
            if (started < count) {
                curl_multi_add_handle(multi, done);
                started++;
            } else {
                curl_easy_cleanup(done);
            }
        }
        if (ended < count) curl_multi_poll(multi, NULL, 0, 1000, NULL);
    }
    printf("%ld %.6f %.6f\n", count, seconds() - begin, processor_seconds() - used);
    curl_multi_cleanup(multi);
    curl_slist_free_all(fields);
    free(body);
    return 0;
}

int main(int count, char **words) {
    if (count == 5 && strcmp(words[1], "commits") == 0)
        return commits(words[2], atol(words[3]), atol(words[4]));
    if (count == 7 && strcmp(words[1], "requests") == 0)
        return requests(words[2], atol(words[3]), atol(words[4]), atol(words[5]), words[6]);
    fprintf(stderr, "usage: raw commits PATH ROWS GROUP | raw requests URL COUNT PARALLEL BYTES KEY\n");
    return 2;
}
