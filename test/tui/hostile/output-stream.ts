import { textWidth } from '../../../src/text/width.ts';

/** One thing that was written: a text, or a sequence that the terminal acts on. */
export type Written =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'sequence'; readonly sequence: string }
  /** What goes to the clipboard. */
  | { readonly kind: 'clipboard'; readonly text: string };

/** All that the UI means to send: modes, places, erasing, styles. Everything else came from somewhere else. */
const MEANT: readonly RegExp[] = [
  // The alternate screen, the cursor, wrapping, updates at once, bracketed paste.
  /^\[\?(?:1049|25|7|2026|2004)[hl]$/,
  /^\[\d+;\d+H$/,
  /^\[2J$/,
  /^\[K$/,
  /^\[\d+X$/,
  // Bold, faint, underlined, inverse, their ends, and the colours of the theme.
  /^\[(?:(?:0|1|2|4|7|22|24|27|31|33|34|36|39)(?:;(?:0|1|2|4|7|22|24|27|31|33|34|36|39))*)m$/,
];

// oxlint-disable-next-line no-control-regex -- as above
const CLIPBOARD = /^\]52;c;([A-Za-z0-9+/]*={0,2})\u0007$/;

/** What the terminal would act on, or has no column for. */
// oxlint-disable-next-line no-control-regex -- finding control characters is the purpose
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]|\p{Cf}|\p{Cs}/u;

/**
 * Takes apart what was written to a terminal, as a terminal does.
 *
 * @param plain Line feeds and tabs are text as well: a report, and no screen.
 * @throws Error for the first thing that is not meant.
 */
export function readOutput(output: string, { plain = false }: { readonly plain?: boolean } = {}): Written[] {
  const written: Written[] = [];
  let at = 0;
  while (at < output.length) {
    const next = output.indexOf('\u001b', at);
    const text = output.slice(at, next < 0 ? undefined : next);
    if (text !== '') {
      const bad = UNSAFE.exec(plain ? text.replaceAll(/[\n\t]/g, '') : text);
      if (bad !== null) throw unmeant(output, output.indexOf(bad[0], at), 'a character that acts');
      written.push({ kind: 'text', text });
    }
    if (next < 0) break;
    // CSI: parameters, intermediates, the final byte. OSC, DCS, APC, PM, SOS: to their end. Others: to their final byte.
    // oxlint-disable-next-line no-control-regex -- sequences are the subject
    const body = /^(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)|[ -/]*[0-~])/.exec(
      output.slice(next + 1),
    )?.[0];
    if (body === undefined) throw unmeant(output, next, 'a sequence without an end');
    const clipboard = CLIPBOARD.exec(body);
    if (clipboard !== null) written.push({ kind: 'clipboard', text: Buffer.from(clipboard[1] ?? '', 'base64').toString('utf8') });
    else if (MEANT.some((one) => one.test(body))) written.push({ kind: 'sequence', sequence: body });
    else throw unmeant(output, next, 'a sequence that nobody means');
    at = next + 1 + body.length;
  }
  return written;
}

/** The longest line of a text, in columns. */
export function widest(text: string): number {
  return Math.max(0, ...text.split('\n').map(textWidth));
}

function unmeant(output: string, at: number, what: string): Error {
  return new Error(
    `${what}, at ${at}: ${JSON.stringify(output.slice(Math.max(0, at - 60), at))} then ${JSON.stringify(output.slice(at, at + 60))}`,
  );
}
