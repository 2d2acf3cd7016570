import { expect, test } from 'vitest';
import { isCNote } from '../../../parsers/crash/c-note.ts';

test.each([
  'free(): double free detected in tcache 2',
  'free(): invalid pointer',
  'malloc(): corrupted top size',
  'malloc(): unaligned tcache chunk detected',
  'realloc(): invalid next size',
  'munmap_chunk(): invalid pointer',
  'mremap_chunk(): invalid pointer',
  'malloc_consolidate(): invalid chunk size',
  'tcache_thread_shutdown(): unaligned tcache chunk detected',
  'server: free(): invalid size',
  'double free or corruption (fasttop)',
  'double free or corruption (!prev)',
  'corrupted size vs. prev_size while consolidating',
  'corrupted double-linked list (not small)',
  'invalid fastbin entry (free)',
  'memory clobbered past end of allocated block',
  'block freed twice',
  "*** Error in `/usr/bin/server': double free or corruption (fasttop): 0x00007f1c2c0008c0 ***",
  '*** glibc detected *** /usr/bin/server: free(): invalid pointer: 0x0804a008 ***',
  '*** stack smashing detected ***: terminated',
  '*** buffer overflow detected ***: terminated',
  'Fatal glibc error: malloc.c:2594 (sysmalloc): assertion failed: (old_top == initial_top (av) && old_size == 0)',
  "terminate called after throwing an instance of 'std::bad_alloc'",
  '  what():  std::bad_alloc',
  'terminate called without an active exception',
  'pure virtual method called',
  'libc++abi: terminating due to uncaught exception of type std::bad_alloc',
  "server: parse.c:31: read_header: Assertion `length > 0' failed.",
  'server(4711,0x7ff85a2c) malloc: *** error for object 0x600000c04000: pointer being freed was not allocated',
  'server(4711) malloc: *** set a breakpoint in malloc_error_break to debug',
  'src/tcmalloc.cc:283] Attempt to free invalid pointer 0x5581',
  '<jemalloc>: size mismatch detected (true size 16 vs input size 32), likely caused by application sized deallocation bugs',
  'runtime/cgo: pthread_create failed: Resource temporarily unavailable',
])('said by C code: %s', (text) => {
  expect(isCNote(text)).toBe(true);
});

test.each([
  '',
  'the handler calls free() twice',
  'level=info msg="free(): invalid pointer"',
  '*** starting server ***',
  '*** Test killed with quit: ran too long (11m0s).',
  'what(): nothing',
  'terminated by signal 15',
  `free(): ${'x'.repeat(2000)}`,
])('not: %s', (text) => {
  expect(isCNote(text)).toBe(false);
});
