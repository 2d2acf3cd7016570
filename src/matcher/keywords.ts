import type { CaseFile } from '../evidence/case-file.ts';

/** What keywords are looked for in, once a case file: messages, the lines before them, states and classes of hidden waits, function and test names. */
const texts = new WeakMap<CaseFile, string>();

/**
 * Whether any of a signature's keywords stands in the texts of the case file; true where it has none. Literal search
 * first keeps hundreds of signatures from running their regular expressions over every fact. It never changes an
 * outcome: a keyword stands in every text that its signature can match.
 */
export function mentions(caseFile: CaseFile, keywords: readonly string[]): boolean {
  if (keywords.length === 0) return true;
  let text = texts.get(caseFile);
  if (text === undefined) {
    text = textOf(caseFile);
    texts.set(caseFile, text);
  }
  return keywords.some((keyword) => text.includes(keyword));
}

function textOf(caseFile: CaseFile): string {
  const distinct = new Set<string>();
  for (const crash of caseFile.of('crash')) {
    distinct.add(crash.message);
    for (const line of crash.preceding) distinct.add(line);
    for (const entry of crash.chain) distinct.add(entry.message);
    for (const name of crash.goroutine?.functions ?? []) distinct.add(name);
    for (const stack of [crash.sanitizer?.stack, crash.sanitizer?.freed, crash.sanitizer?.allocated, ...(crash.sanitizer?.leaks ?? [])])
      for (const name of stack?.functions ?? []) distinct.add(name);
  }
  for (const group of caseFile.of('goroutines')) {
    if (group.state !== undefined) distinct.add(group.state);
    if (group.hiddenWait?.stateClass !== undefined) distinct.add(group.hiddenWait.stateClass);
    if (group.creator !== undefined) distinct.add(group.creator.function);
    for (const name of group.functions) distinct.add(name);
  }
  for (const race of caseFile.of('race'))
    for (const stack of [race.access, race.previous, ...race.goroutines]) for (const name of stack?.functions ?? []) distinct.add(name);
  for (const run of caseFile.of('test-run')) for (const name of [...run.failed, ...run.unfinished]) distinct.add(name);
  for (const { state, top } of caseFile.of('leak-check')) for (const text of [state, top]) distinct.add(text);
  for (const series of caseFile.of('scheduler')) for (const { reason } of series.parkedReasons) distinct.add(reason);
  return [...distinct].join('\n');
}
