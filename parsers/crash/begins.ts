/**
 * Texts of which one stands in every line that begins a crash report, a dump or a caught panic. Notes that come before a
 * head (`runtime: …`, what C says) need none: the lines before a beginning are read with it.
 */
export const CRASH_BEGINS: readonly string[] = [
  'panic',
  'fatal error: ',
  'Exception 0x',
  'Signal ',
  'goroutine ',
  'runtime stack:',
  // `SIGABRT: abort`, and all others of runtime/sigtab_*.go.
  ...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ', (letter) => `SIG${letter}`),
];
