// The number of allocations of this program so far; nothing is counted but on Linux with glibc, where it is never 0.
unsigned long allocation_count(void);
