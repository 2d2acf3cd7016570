/** Longest text that is looked at; a message may be a whole document. */
const LONGEST = 400;

/** Texts of the runtime that are fixed but for names of types, which tell two faults apart (runtime/error.go, runtime/alg.go). */
const NAMES_TYPES =
  /^(?:interface conversion: |(?:runtime error: )?(?:hash of unhashable type|comparing uncomparable type)|value method |reflect: |reflect\.)/;

/** Texts that releases of Go print for one and the same thing (runtime/panic.go, cgocall.go, alg.go, error.go, internal/runtime/maps). */
const SAME: readonly (readonly [printed: RegExp, as: string])[] = [
  [/^(?:nil|panic called with nil argument\b.*)$/, 'panic called with nil argument'],
  [
    /^(runtime error: )(?:cgo argument|argument of cgo function) has Go pointer to (?:unpinned )?Go pointer$/,
    '$1cgo argument has Go pointer to Go pointer',
  ],
  [
    /^(runtime error: )cgo result is (?:unpinned )?Go pointer\b.*|^(runtime error: )result of cgo function \S+ is unpinned Go pointer\b.*/,
    '$1$2cgo result is Go pointer',
  ],
  [/^((?:runtime error: )?hash of unhashable type):? /, '$1 '],
  [/^(runtime error: cannot convert slice with length \d+ to) (?:array or )?pointer to array\b/, '$1 array or pointer to array'],
  [/^small map with no empty slot \(concurrent map writes\?\)$/, 'concurrent map writes'],
];

/** Texts of the runtime with numbers in brackets, `[:5]`, which are no addresses (boundsErrorFmts in runtime/error.go). */
const OF_NUMBERS = /^runtime error: /;

/** What differs between two events of one fault, in the order in which it is looked for. */
const PARAMETERS: readonly (readonly [pattern: RegExp, name: string])[] = [
  // Its hours and minutes look like the port of a host.
  [/\b\d{4}[-/]\d\d[-/]\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))*)?/g, '<date>'],
  [/[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g, '<email>'],
  [/\b[a-z][a-z0-9+.-]{1,15}:\/\/[^\s"'<>]+/gi, '<url>'],
  [/\[(?=[^\]]*:[^\]]*:)[0-9a-f:]{2,39}(?:%\w+)?\](?::\d{1,5}\b)?|\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5}\b)?/gi, '<ip>'],
  [/(?<![\w.])(?:[0-9a-f]{1,4}:){3,7}(?::?[0-9a-f]{1,4})?(?![\w:])/gi, '<ip>'],
  [/(?:[\w.@%+~=-]*\/)*[\w.@%+~=-]+\.go:\d+/g, '<path>'],
  [
    /\b[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,8}:\d{2,5}\b|\b[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,8}\.(?:local|internal|svc)\b/gi,
    '<hostname>',
  ],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<uuid>'],
  [/\b[0-9a-f]{40}\b|\b[0-9a-f]{64}\b/gi, '<sha>'],
  [/\b[0-9a-f]{32}\b/gi, '<md5>'],
  [/(?<![\w./])-?\d+(?:\.\d+)?(?:ns|us|µs|ms|h|m|s)(?:\d+(?:\.\d+)?(?:ms|m|s))*\b/g, '<duration>'],
  [/(?<![\w.:<])\/(?:[\w.@%+~=-]+\/)*[\w.@%+~=-]+/g, '<path>'],
  [/\b0x[0-9a-f]+\b/gi, '<hex>'],
  // A decimal number of eight digits is no hexadecimal one.
  [/\b(?=\d*[a-f])(?=[a-f]*\d)[0-9a-f]{8,}\b/gi, '<hex>'],
  [/(?<![\w.<])[-+]?\d+\.\d+(?:e[-+]?\d+)?(?![\w.])/gi, '<float>'],
  [/(?<![\w<])-?\d+\b/g, '<int>'],
  [/"(?:[^"\\]|\\.)*"|`[^`]*`/g, '<quoted>'],
  [/\b(?:true|false)\b/g, '<bool>'],
];

/**
 * A message without its values, for the level L1: addresses, names of hosts, times, numbers, quoted texts and the like are replaced by `<int>` and
 * its kin, always in the same order. Only the first line counts: what follows it is data. Names of types in the runtime's own texts stay.
 */
export function messageTemplate(message: string): string {
  const [first = ''] = message.trim().split('\n', 1);
  const cut = SAME.reduce((text, [printed, as]) => text.replace(printed, as), first.slice(0, LONGEST));
  if (NAMES_TYPES.test(cut)) return cut;
  const parameters = OF_NUMBERS.test(cut) ? PARAMETERS.filter(([, name]) => name === '<hex>' || name === '<int>') : PARAMETERS;
  return parameters.reduce((text, [pattern, name]) => text.replace(pattern, name), cut);
}
