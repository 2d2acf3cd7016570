declare const safe: unique symbol;

/**
 * Text from a bundle that can be shown on a terminal, in Markdown or in HTML without acting on it: it holds no control
 * characters (but tab and newline), no escape sequences, no bidirectional or zero-width characters.
 *
 * The brand is given only by {@link sanitize}, so the compiler finds every place where raw bytes would reach a reader.
 */
export type SafeText = string & { readonly [safe]: true };

// C0 but \t and \n, DEL, C1, zero-width and bidirectional controls, line and paragraph separators, byte order marks,
// lone surrogates, tag characters: all that a terminal, an editor or a browser would act on instead of showing.
const UNSAFE =
  // oxlint-disable-next-line no-control-regex -- finding control characters is the purpose
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

/** Anything but printable ASCII, which nearly all text is: told several times as fast. */
// oxlint-disable-next-line no-control-regex -- tab and newline are printable here
const BEYOND_PRINTABLE = /[^\t\n -~]/;

/** Makes text from a bundle safe to show: what would act is spelt out (`\x1b`, `\u202e`). Never throws. */
export function sanitize(raw: string): SafeText {
  if (!BEYOND_PRINTABLE.test(raw) || raw.search(UNSAFE) < 0) return raw as SafeText;
  return raw.replace(UNSAFE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
    return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
  }) as SafeText;
}

/** {@link sanitize} for what has to stay on one line, such as the name of a file: line feeds and tabs are spelt out too. */
export function oneLine(raw: string): SafeText {
  const safe: string = sanitize(raw);
  return safe.replaceAll('\n', '\\x0a').replaceAll('\t', '\\x09') as SafeText;
}

/** Safe texts, one a line. */
export function joinLines(lines: readonly SafeText[]): SafeText {
  return lines.join('\n') as SafeText;
}

/** A literal type, or a union of some; `never` for what is only known when the program runs (`string`, or a template with a text in it). */
type Literal<T extends string> = string extends T ? never : {} extends Record<T, 1> ? never : T;

/** Marks text of our own (a literal in the source, or one of several) as safe. The compiler takes nothing else. */
export function trusted<const T extends string>(literal: Literal<T>): SafeText {
  return literal as string as SafeText;
}
