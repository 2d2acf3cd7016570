/**
 * The codes of `warnings` and `errors` in the report, each with its meaning. They are stable: tools may select on them.
 * A code is never reused for something else; new ones may be added.
 */
export const WARNING_CODES = {
  'file-unreadable': 'A file could not be opened or read. Listed in `errors`.',
  'file-damaged': 'A file is damaged: it was read as far as it goes.',
  'lines-unparsed': 'Lines inside an artefact fit no known form.',
  'lines-skipped': 'Lines of a known format could not be read and were left out.',
  'bytes-skipped': 'Bytes of a known binary format could not be read and were left out.',
  'limit-hit': 'A budget was used up: part of the input was not read. Every score is one point lower.',
  'dump-partial': 'A goroutine dump is not whole: goroutines or frames are missing from it.',
  'dump-single-goroutine': 'Only one goroutine was printed, as crashes do by default: nothing follows from the absence of others.',
  'dump-reversed': 'The newest line of a dump stood first: its lines were turned round.',
  'frames-elided': 'The runtime left frames out of very deep stacks.',
  'wait-ages-unknown': 'No goroutine of a dump has a printed wait: the ages are unknown, not short.',
  'crash-truncated': 'A crash report is cut off: its stack, or part of it, is missing.',
  'crash-head-missing': 'A crash report begins within its stack: the message that says what it was is missing.',
  'race-truncated': 'A report of the race detector is cut off: an access, or where a goroutine was started, may be missing.',
  'profile-salvaged': 'A profile was damaged: its figures cover only what could be saved.',
  'series-thinned': 'A very long trace of the scheduler or the garbage collector is listed in part; its windows count all of it.',
  'findings-left-out': 'A signature holds in more places than are listed: the strongest findings are.',
  'matching-partial':
    'To compare a signature with all of the bundle would take too long: what it found in a part of it is listed. Every score is one point lower.',
  'signature-error': 'A signature could not be evaluated: a defect of the signature. What it describes was not looked for.',
} as const satisfies Readonly<Record<string, string>>;

/** A code of a warning or an error of the report. */
export type WarningCode = keyof typeof WARNING_CODES;
