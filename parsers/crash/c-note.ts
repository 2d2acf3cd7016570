/** Longer lines are no messages of these. */
const LONGEST = 1000;

/** What C and C++ libraries print before they abort. */
const MESSAGES: readonly RegExp[] = [
  // glibc, malloc/malloc.c (malloc_printerr); a log may put the program's name before it.
  /^(?:\S{1,200}: )?(?:free|malloc|realloc|calloc|munmap_chunk|mremap_chunk|malloc_consolidate|tcache_thread_shutdown)\(\): /,
  /^(?:double free or corruption|corrupted (?:size|double-linked list)|invalid fastbin|malloc: top chunk is corrupt|break adjusted to free malloc space)/,
  // glibc, malloc/mcheck.c
  /^(?:memory clobbered (?:before|past end of) allocated block|block freed twice|memory is consistent, library is buggy)$/,
  // glibc up to 2.25, with a backtrace and the memory map after it; 2.8 and older with other words.
  /^\*\*\* (?:Error in [`'].{1,300}': |glibc detected \*\*\* )/,
  // glibc, debug/fortify_fail.c and debug/stack_chk_fail.c
  /^\*\*\* (?:stack smashing|buffer overflow|%n in writable segment|invalid open call|longjmp causes) .{0,80}\*\*\*/,
  /^Fatal glibc error/,
  // libstdc++, libsupc++/vterminate.cc and pure.cc; libc++abi
  /^(?:terminate called |pure virtual method called| {2}what\(\): |libc\+\+abi: )/,
  // assert(3)
  /: Assertion .* failed\.$|^Assertion failed: /,
  // macOS, libmalloc
  /^\S{1,200}\(\d{1,10}(?:,0x[0-9a-f]{1,16})?\) malloc: \*\*\* /,
  // jemalloc, gperftools
  /^(?:<jemalloc>: |src\/tcmalloc\.cc:\d{1,6}\] )/,
  /^(?:runtime\/cgo: |pthread_create failed: )/,
  /^==\d{1,10}==ERROR: /,
];

/** All of them as one: every line of a log is looked at. */
const ANY = new RegExp(MESSAGES.map(({ source }) => source).join('|'));

/** Whether a line is what C code says of the memory or the exception that it dies of. */
export function isCNote(text: string): boolean {
  return text.length < LONGEST && ANY.test(text);
}
