import { type Fingerprint, type FrameNote, LEVELS } from '../../fingerprint/fingerprint.ts';
import { padEnd } from '../../text/width.ts';
import { wrap } from '../../text/wrap.ts';
import { fingerprintWords } from '../render/fingerprint-words.ts';
import { COLUMNS, placeOf } from '../render/text/layout.ts';
import type { FingerprintEntry, FingerprintListing } from './listing.ts';

/** The fingerprints as plain text of 80 columns: each with what was hashed, the other levels, and a note for each frame. */
export function fingerprintsText({ entries }: FingerprintListing): string {
  if (entries.length === 0) return 'Nothing was found that could have a fingerprint; goroner inspect says what each file is.\n';
  return `${entries.map((one) => entryLines(one).join('\n')).join('\n\n')}\n`;
}

function entryLines({ id, title, citation, fingerprint }: FingerprintEntry): string[] {
  return [
    ...wrap(`${id}: ${title}`, COLUMNS, { rest: '  ' }),
    ...(citation === undefined ? [] : [`  ${placeOf({ ...citation, excerpt: title })}`]),
    ...wrap(`Fingerprint: ${fingerprintWords(fingerprint)}`, COLUMNS, { first: '  ', rest: '    ', long: 'keep' }),
    ...textLines(fingerprint),
    ...levelLines(fingerprint),
    ...noteLines(fingerprint.notes),
  ];
}

/** What was hashed, as it is: to be hashed again, nothing may be folded. */
function textLines({ text }: Fingerprint): string[] {
  return text === undefined ? [] : ['  Text before hashing', ...text.split('\n').map((line) => `    ${line}`)];
}

function levelLines({ levels, level }: Fingerprint): string[] {
  const made = LEVELS.flatMap((one) => (levels[one] === null ? [] : [`    ${one} ${levels[one]}${one === level ? ' (this one)' : ''}`]));
  return made.length === 0 ? [] : ['  By level', ...made];
}

const DECISIONS: Readonly<Record<FrameNote['decision'], string>> = { used: 'used', 'not-used': 'not used', 'left-out': 'left out' };

/** Frames that are listed of one stack; `--json` has them all. */
const LISTED = 40;

/** The frames innermost first; why stands once below those that follow each other for the same reason. */
function noteLines(notes: readonly FrameNote[]): string[] {
  if (notes.length === 0) return [];
  const listed = notes.slice(0, LISTED);
  const left = notes.length - listed.length;
  return [
    '  Frames',
    ...listed.flatMap(({ frame, as, decision, why }, i) => {
      const next = listed[i + 1];
      const goesOn = next !== undefined && next.why === why && next.decision === decision;
      return [
        `    ${padEnd(DECISIONS[decision], 10)}${frame}`,
        ...(as === undefined ? [] : [`${' '.repeat(14)}as ${as}`]),
        ...(goesOn ? [] : wrap(why, COLUMNS, { first: ' '.repeat(14) })),
      ];
    }),
    ...(left === 0 ? [] : [`    and ${left} more (--json lists them)`]),
  ];
}
