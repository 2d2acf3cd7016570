import type { Span } from './span.ts';

/** A flag whose name promises a secret, with blanks, quotes or commas before its value: `--db-password hunter2`, `"--token","abc"`. */
const NAMED_FLAG =
  /(?<![\w-])--?(?:[a-z][a-z0-9]{0,20}[_-]){0,4}(?:password|passwd|passphrase|secret|token|api-?key|access-?key|secret-?key|private-?key|signing-?key|credentials?)(?:[\\"'`,]{0,4}\s{1,24}|[\\"'`]{1,4},)[\\"'`]{0,4}([^\s"'`,\\-][^\s"'`,\\]{0,300})/gi;
/** `curl -u user:password`. */
const USER_FLAG =
  /\b(?:curl|wget|helm|skopeo)\b[^\n]{0,300}?\s(?:-u|--user|--proxy-user|-U)[ \t=]{1,4}["'`]?([^\s:"'`\\]{1,100}:[^\s"'`\\]{1,300})/g;
/** Words that follow the name of a flag in a sentence about it. */
const SENTENCE =
  /^(?:is|was|are|were|must|not|and|or|flags?|required|given|provided|cannot|can|has|have|for|to|options?|with|in|from|needs?|of|may|should|used?|set|missing|the|a|an|no|on|as|by|if|file|argument|value|at|expired|invalid)[.:;!?)]*$/i;

/** Values of flags on command lines. */
export function flagSpans(text: string): Span[] {
  const spans: Span[] = [];
  if (!text.includes('-')) return spans;
  const add = (index: number, whole: string, value: string): void =>
    void spans.push({ start: index + whole.length - value.length, end: index + whole.length, kind: 'secret' });
  for (const { index, 0: whole, 1: value = '' } of text.matchAll(NAMED_FLAG))
    if (!SENTENCE.test(value) && !value.startsWith('<')) add(index, whole, value);
  for (const { index, 0: whole, 1: value = '' } of text.matchAll(USER_FLAG)) if (!/^[\d:]+$/.test(value)) add(index, whole, value);
  return spans;
}
