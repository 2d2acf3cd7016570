/** What a terminal, an editor or a browser would act on; line feeds and tabs are ours as well. */
const ACTING =
  // oxlint-disable-next-line no-control-regex -- finding control characters is the purpose
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Cs}/u;

/** What is wrong with an output: the first character in it that acts. Undefined where there is none. */
export function actingIn(text: string): string | undefined {
  const found = ACTING.exec(text);
  if (found === null) return undefined;
  return `U+${(found[0].codePointAt(0) ?? 0).toString(16)} in ${JSON.stringify(text.slice(Math.max(0, found.index - 60), found.index + 60))}`;
}

/** The same for every text, and every name of a field, in data that was read back. */
export function actingInData(data: unknown): string | undefined {
  const waiting: unknown[] = [data];
  while (waiting.length > 0) {
    const one = waiting.pop();
    if (typeof one === 'string') {
      const acting = actingIn(one);
      if (acting !== undefined) return acting;
    } else if (one !== null && typeof one === 'object') for (const [key, value] of Object.entries(one)) waiting.push(key, value);
  }
  return undefined;
}

/** What is wrong with the one line that a command says when it cannot run; undefined where nothing is. */
export function wrongErrorLine(stderr: string): string | undefined {
  if (!/^goroner: [^\n]+\n$/.test(stderr))
    return `standard error is not one line that begins with "goroner: ": ${JSON.stringify(stderr.slice(0, 500))}`;
  return stderr.length > 2000 ? `the line has ${stderr.length} characters` : undefined;
}
