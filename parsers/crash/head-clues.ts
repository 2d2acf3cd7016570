import type { GoVersionRange } from '../../src/evidence/facts/dump.ts';
import { type GoMinor, GoVersionClues } from '../goroutine-dump/go-version.ts';

/** What a crash report's head says that only some releases print. */
export interface HeadWords {
  /** The values of its panics, the text of its fatal error, or that of a panic that was caught. */
  readonly messages: readonly string[];
  /** `[recovered, repanicked]` stands behind a panic. */
  readonly repanicked: boolean;
  /** A fatal error ends a panic list, after a tab. */
  readonly fatalInList: boolean;
  /** Its lines as they stand there. */
  readonly lines: readonly string[];
  /** The `PC=` line of a SIGSEGV or SIGBUS: whether the address stands in it; absent where there is no such line. */
  readonly addressBesidePc?: boolean;
}

interface Text {
  readonly form: RegExp;
  readonly min?: GoMinor;
  readonly max?: GoMinor;
  readonly what: string;
}

/** Texts of the runtime's own errors, and values in its forms (printpanicval in runtime/error.go), by release. */
const TEXTS: readonly Text[] = [
  { form: /^panic called with nil argument$/, min: 21, max: 26, what: 'the text of panic(nil)' },
  { form: /^runtime error: panic called with nil argument$/, min: 27, what: 'the text of panic(nil)' },
  { form: /^[+-]\d\.\d{6}e[+-]\d{3}$/, max: 25, what: 'a float with six digits and an exponent' },
  { form: /^\([+-]\d\.\d{6}e[+-]\d{3}[+-]\d\.\d{6}e[+-]\d{3}i\)$/, max: 25, what: 'a complex number with exponents' },
  { form: /^\([^\s()]+(?:\(\))?\) \(0x[0-9a-f]+,0x[0-9a-f]+\)$/, max: 14, what: 'two words of a panic value' },
  { form: /^\([^\s()]+(?:\(\))?\) 0x[0-9a-f]+$/, min: 15, what: 'one word of a panic value' },
  { form: /^runtime error: growslice: cap out of range$/, max: 19, what: 'the text of growslice' },
  { form: /^runtime error: growslice: len out of range$/, min: 20, what: 'the text of growslice' },
  {
    form: /^runtime error: cannot convert slice with length \d+ to pointer to array /,
    min: 17,
    max: 19,
    what: 'the text of a slice conversion',
  },
  {
    form: /^runtime error: cannot convert slice with length \d+ to array or pointer to array /,
    min: 20,
    what: 'the text of a slice conversion',
  },
  { form: /^hash of unhashable type: /, min: 25, what: 'the text of an unhashable key' },
  { form: /^runtime error: cgo argument has Go pointer to Go pointer$/, max: 20, what: "the text of cgo's check" },
  { form: /^runtime error: cgo argument has Go pointer to unpinned Go pointer$/, min: 21, max: 25, what: "the text of cgo's check" },
  { form: /^runtime error: argument of cgo function has Go pointer to unpinned Go /, min: 26, what: "the text of cgo's check" },
  { form: /^runtime error: cgo result has Go pointer$/, max: 21, what: "the text of cgo's check" },
  { form: /^runtime error: cgo result is unpinned Go pointer /, min: 22, max: 25, what: "the text of cgo's check" },
  {
    form: /^runtime error: range function (?:continued iteration|recovered a loop body panic)/,
    min: 23,
    what: 'an error of range over func',
  },
  { form: /^runtime error: runtime\.Pinner: /, min: 21, what: 'an error of runtime.Pinner' },
  { form: /^runtime error: unsafe\.Slice: /, min: 17, what: 'an error of unsafe.Slice' },
  { form: /^runtime error: unsafe\.String: /, min: 20, what: 'an error of unsafe.String' },
  { form: /^concurrent map clone and map write$/, min: 21, what: 'the text of maps.Clone' },
  { form: /^small map with no empty slot \(concurrent map writes\?\)$/, min: 24, max: 26, what: 'the text of a small map' },
  { form: /^panic while printing panic value$/, max: 18, what: 'no value after `panic while printing panic value`' },
  { form: /^panic while printing panic value: /, min: 19, what: 'a value after `panic while printing panic value`' },
];

/** The tests that ran, below `test timed out` (testing.go): indented like every further line of a panic's text since Go 1.23. */
const RUNNING_TESTS = /^(\t?)running tests:$/;

/** The releases that print such a head; undefined where nothing tells. */
export function headVersions(head: HeadWords): GoVersionRange | undefined {
  const clues = new GoVersionClues();
  for (const message of head.messages) {
    for (const { form, min, max, what } of TEXTS) {
      if (!form.test(message)) continue;
      if (min !== undefined) clues.atLeast(min, what);
      if (max !== undefined) clues.atMost(max, what);
    }
    if (message.startsWith('test timed out after ')) {
      const tests = head.lines.map((line) => RUNNING_TESTS.exec(line.trimEnd())).find((match) => match !== null);
      if (tests?.[1] === '\t') clues.atLeast(23, 'indented lines of the panic text');
      else if (tests !== undefined) {
        clues.atLeast(20, '`running tests:`');
        clues.atMost(22, '`running tests:` at the margin');
      }
    }
  }
  if (head.repanicked) clues.atLeast(25, '`[recovered, repanicked]`');
  if (head.fatalInList) clues.atLeast(26, 'a fatal error in a panic list');
  if (head.addressBesidePc === true) clues.atLeast(22, '`addr=` after `PC=`');
  else if (head.addressBesidePc === false) clues.atMost(21, 'no `addr=` after `PC=`');
  return clues.range();
}
