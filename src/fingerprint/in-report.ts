import type { Fingerprint } from './fingerprint.ts';

/** Notes of one fingerprint that a report lists: those of a usual stack. A report may have thousands of findings. */
const LISTED = 8;

/** A fingerprint as a report has it: the first notes only. `goroner fingerprint` prints them all. */
export function inReport(fingerprint: Fingerprint): Fingerprint {
  const left = fingerprint.notes.length - LISTED;
  return left <= 0 ? fingerprint : { ...fingerprint, notes: fingerprint.notes.slice(0, LISTED), notesLeftOut: left };
}
