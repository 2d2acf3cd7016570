import { COLLECT_NAMES, namesInCommand } from '../matcher/collect-names.ts';
import { withPlaceNames } from '../matcher/place-names.ts';
import { points } from '../matcher/score.ts';
import type { Signature, SignatureTest } from '../matcher/signature.ts';
import { bulletList, cell, codeBlock, escapeMarkdown } from './markdown.ts';

/** A file under docs/, with its whole text. */
export interface DocsFile {
  /** Relative to docs/. */
  readonly path: string;
  readonly text: string;
}

const GENERATED = '<!-- Generated from signatures/ by npm run docs. Change the signature, not this file. -->';

/** The symptoms that people ask about first, in their words, and the root causes that answer them. */
const FIRST_QUESTIONS: readonly { readonly symptom: string; readonly ids: readonly string[] }[] = [
  { symptom: 'Goroutines in chan receive with no sender', ids: ['goroutine-leak-chan-receive', 'blocked-forever-nil-chan'] },
  { symptom: 'Negative WaitGroup counter', ids: ['waitgroup-negative-counter'] },
  { symptom: 'Send on closed channel', ids: ['send-on-closed-channel'] },
  { symptom: 'SIGSEGV / nil pointer inside RoundTrip', ids: ['nil-pointer-dereference'] },
  { symptom: 'Stall in GC sweep wait', ids: ['gc-sweep-wait', 'gc-stw-nonpreemptible', 'runqueue-saturation'] },
];

/** The root-cause table and a page for each signature. Pure: the same signatures give the same bytes. */
export function rootCauseDocs(signatures: readonly Signature[]): readonly DocsFile[] {
  const ordered = signatures.toSorted((a, b) => compare(a.family, b.family) || compare(a.id, b.id));
  const known = new Map(ordered.map((one) => [one.id, one]));
  return [
    { path: 'root-causes.md', text: lines(tablePage(ordered, known)) },
    ...ordered.map((one) => ({ path: `root-causes/${one.id}.md`, text: lines(signaturePage(one, known)) })),
  ];
}

type Known = ReadonlyMap<string, Signature>;

function tablePage(ordered: readonly Signature[], known: Known): string[] {
  const families = [...new Set(ordered.map(({ family }) => family))];
  return [
    GENERATED,
    '',
    '# Root causes',
    '',
    'What Goroner can name, by what people see. The same pages on the command line: `goroner explain ID`.',
    '',
    '## Asked first',
    '',
    ...FIRST_QUESTIONS.flatMap(({ symptom, ids }) => firstAnswer(symptom, ids, known)),
    '## All, by family',
    '',
    ...families.flatMap((family) => [
      `### ${escapeMarkdown(family)}`,
      '',
      '| symptom | root cause | kind | page |',
      '|---|---|---|---|',
      ...ordered.filter((one) => one.family === family).map(tableRow),
      '',
    ]),
  ];
}

function firstAnswer(symptom: string, ids: readonly string[], known: Known): string[] {
  const answers = ids.flatMap((id) => known.get(id) ?? []);
  return [
    `### ${symptom}`,
    '',
    ...answers.flatMap((one) => [
      `**${escapeMarkdown(one.title)}** ([${one.id}](root-causes/${one.id}.md)${one.role === 'refuted' ? ', not a cause' : ''}). ${prose(one.why)}`,
      '',
      ...(one.role === 'refuted' ? [] : [`First: ${prose(one.fix)}`, '']),
    ]),
  ];
}

function tableRow(signature: Signature): string {
  const symptoms = signature.symptoms.map((symptom) => cell(symptom)).join('<br>');
  return `| ${symptoms} | ${cell(signature.title)} | ${kind(signature)} | [${signature.id}](root-causes/${signature.id}.md) |`;
}

function signaturePage(signature: Signature, known: Known): string[] {
  const { remediation } = signature;
  return [
    GENERATED,
    '',
    `# ${escapeMarkdown(signature.title)}`,
    '',
    `\`${signature.id}\`: ${kind(signature)}; family ${escapeMarkdown(signature.family)}${signature.status === 'stable' ? '' : '; experimental'}. [All root causes](../root-causes.md)`,
    '',
    ...section('What you see', bulletList(signature.symptoms)),
    ...section('What happened', [prose(signature.summary)]),
    ...section(signature.role === 'refuted' ? 'Why it is not the cause' : 'How it comes about', [prose(signature.why)]),
    ...(signature.pageOnly === undefined
      ? section('Evidence', evidenceTable(signature))
      : section('Why no report names it', [prose(signature.pageOnly)])),
    ...section('What looks the same and is not', bulletList(signature.falsePositives)),
    ...section('What to change first', [prose(signature.fix)]),
    ...section('Now', bulletList(remediation.mitigate.map(withPlaceNames))),
    ...section('To fix it', bulletList(remediation.fix.map(withPlaceNames))),
    ...section('To prevent it', bulletList(remediation.prevent.map(withPlaceNames))),
    ...section('What settles it', bulletList(signature.inconclusive.map(({ missing }) => withPlaceNames(missing)))),
    ...section('What to collect', [
      ...signature.collect.flatMap(({ command, why }, i) => [
        ...(i === 0 ? [] : ['']),
        prose(why),
        '',
        ...codeBlock(withPlaceNames(command), 'sh'),
      ]),
      ...nameLines(signature),
    ]),
    ...section(
      'It accounts for',
      signature.explains.map((id) => `- ${known.has(id) ? `[${id}](${id}.md)` : `\`${id}\``}`),
    ),
    ...section('What it is tested with', testLines(signature)),
    ...section(
      'References',
      signature.references.map(({ title, url }) => `- [${escapeMarkdown(title)}](${url})`),
    ),
  ];
}

/** The names of its proof: what it has to find, and what looks like that and must not be found. A page without a rule has none. */
function testLines({ tests: { match, nearMiss } }: Signature): string[] {
  if (match.length === 0) return [];
  const names = (all: readonly SignatureTest[]) =>
    bulletList(all.map(({ name, incident }) => (incident === undefined ? name : `${name} (sample \`${incident}\`)`)));
  return ['It has to match:', '', ...names(match), '', 'It must not match:', '', ...names(nearMiss)];
}

/** What the names in its commands stand for. */
function nameLines({ collect }: Signature): string[] {
  const used = new Set(collect.flatMap(({ command }) => namesInCommand(command)));
  const known = Object.entries(COLLECT_NAMES).filter(([name]) => used.has(name));
  return known.length === 0 ? [] : ['', `Fill in: ${known.map(([name, meaning]) => `\`$${name}\` (${meaning})`).join(', ')}.`];
}

function evidenceTable({ evidence, condition }: Signature): string[] {
  const rows = Object.entries(evidence).flatMap(([name, { role, weight, says, guess, likely }]) => {
    const value = points(weight, role === 'contradicting');
    const row = (isGuess: boolean, text: string) =>
      `| ${name} | ${role}${isGuess ? ', a guess' : ''} | ${value > 0 ? '+' : ''}${value} | ${cell(withPlaceNames(text))} |`;
    return [row(guess === true, says), ...(likely === undefined ? [] : [row(true, `or: ${likely.says}`)])];
  });
  const rule = condition === undefined ? [] : ['', `It holds where: \`${condition}\`.`];
  return ['| name | role | points | what it says |', '|---|---|---|---|', ...rows, ...rule];
}

function section(title: string, body: readonly string[]): string[] {
  return body.length === 0 ? [] : [`## ${title}`, '', ...body, ''];
}

function kind({ role, severity, pageOnly }: Signature): string {
  if (role !== 'refuted') return `${role}, ${severity}`;
  return pageOnly === undefined ? 'refuted' : 'refuted, page only';
}

function prose(template: string): string {
  return escapeMarkdown(withPlaceNames(template).trim());
}

function lines(all: readonly string[]): string {
  return `${all.join('\n').trimEnd()}\n`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
