import type { Finding, Inconclusive } from '../../../matcher/finding.ts';
import { type Block, codeBlock, section, tasks } from './blocks.ts';
import { fresh } from './fresh.ts';
import { withCode } from './inline.ts';

/** What to do, as lists to tick off; what several findings ask for stands once, where it comes first. */
export function actionBlocks(findings: readonly Finding[], level = 3): Block[] {
  const known = new Set<string>();
  const list = (title: string, texts: readonly string[]) => section(title, [tasks(fresh(texts.map(withCode), known))], level);
  return [
    ...list('Mitigate', merged(findings.flatMap(({ remediation }) => remediation.mitigate))),
    ...list(
      'Fix',
      findings.flatMap(({ fix, remediation }) => [fix, ...remediation.fix]),
    ),
    ...list(
      'Prevent',
      findings.flatMap(({ remediation }) => remediation.prevent),
    ),
  ];
}

/** Steps that begin with the same words up to a stop, such as `Restart the process`, as one: what each finding says of it follows. */
function merged(texts: readonly string[]): string[] {
  const steps = new Map<string, string[]>();
  for (const text of new Set(texts)) {
    const [, lead = text, rest = ''] = /^([^:;.,]+)[:;.](?:\s+(.*))?$/su.exec(text) ?? [];
    const step = steps.get(lead);
    if (step === undefined) steps.set(lead, [text]);
    else if (rest !== '') step.push(`${rest.charAt(0).toUpperCase()}${rest.slice(1)}`);
  }
  return [...steps.values()].map(([first = '', ...more]) =>
    [more.length === 0 || /[.!?]$/.test(first) ? first : `${first}.`, ...more].join(' '),
  );
}

/** Commands that settle or document it; one that only does a part of what another one does stands with that. */
export function collectBlocks(steps: Inconclusive['collect'] | readonly { readonly command: string; readonly why: string }[]): Block[] {
  const kept: { command: string; whys: Set<string>; parts: readonly string[] }[] = [];
  for (const { command, why } of steps) {
    const parts = partsOf(command);
    const same = kept.find((one) => isWithin(parts, one.parts) || isWithin(one.parts, parts));
    if (same === undefined) kept.push({ command: command.trimEnd(), whys: new Set([why]), parts });
    else {
      same.whys.add(why);
      if (parts.length > same.parts.length) Object.assign(same, { command: command.trimEnd(), parts });
    }
  }
  return kept.flatMap(({ command, whys }) => [[`${[...whys].map(withCode).join('; ')}:`], codeBlock(command, 'sh')]);
}

/** The commands of a step, whatever the files that they write to, their quotes and their waiting. */
function partsOf(command: string): readonly string[] {
  const parts = command.split(/\n|; |&& /).map((one) =>
    one
      .replaceAll('"', '')
      .replace(/\s*>\s*\S+\s*$/, '')
      .trim(),
  );
  const telling = parts.filter((one) => one !== '' && !one.startsWith('#') && !/^sleep \d+$/.test(one));
  return telling.length > 0 ? telling : [command.trim()];
}

function isWithin(some: readonly string[], all: readonly string[]): boolean {
  return some.every((one) => all.includes(one));
}
