/**
 * Texts of which one stands in every line that begins a crash report, a dump or a caught panic, or says something long
 * before its head (`runtime: marked free object…`). What C says needs none: the lines before a beginning are read with it.
 */
export const CRASH_BEGINS: readonly string[] = [
  'panic',
  'fatal error: ',
  'Exception 0x',
  'Signal ',
  'goroutine ',
  'runtime stack:',
  'runtime: ',
  // A piece of a trace that has lost its head.
  ' fp=0x',
  // `SIGABRT: abort`, and all others of runtime/sigtab_*.go.
  ...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ', (letter) => `SIG${letter}`),
];
