/**
 * What the runtime says in a line of its own just before a throw, and the throw that always follows (runtime/mbitmap.go badPointer, mgcsweep.go
 * reportZombies, stack.go newstack, proc.go checkmcount, mheap.go grow, signal_unix.go sigpanic). Of a text that was cut or filtered such a line
 * may be all that is left.
 */
const ANNOUNCED: readonly (readonly [line: RegExp, thrown: string])[] = [
  [
    /^runtime: ?pointer 0x[0-9a-f]{1,16} to (?:unallocated span|unused region of span) /,
    'found bad pointer in Go heap (incorrect use of unsafe or cgo?)',
  ],
  [/^runtime: marked free object in span 0x[0-9a-f]{1,16}, /, 'found pointer to free object'],
  [/^runtime: goroutine stack exceeds \d{1,20}-byte limit$/, 'stack overflow'],
  [/^runtime: program exceeds \d{1,20}-thread limit$/, 'thread exhaustion'],
  [/^runtime: out of memory: cannot allocate \d{1,20}-byte block \(\d{1,20} in use\)$/, 'out of memory'],
  [/^unexpected fault address 0x[0-9a-f]{1,16}$/, 'fault'],
];

/** The throw that this line announces; undefined where it announces none. */
export function announcedThrow(text: string): string | undefined {
  return ANNOUNCED.find(([line]) => line.test(text))?.[1];
}
