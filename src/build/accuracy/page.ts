import type { Finding } from '../../matcher/finding.ts';
import type { Signature } from '../../matcher/signature.ts';
import { cell, escapeMarkdown } from '../markdown.ts';
import { type Labelled, type Place, labelled } from './labelled.ts';
import type { IncidentResult, Measured, TextResult } from './measure.ts';

/** The page docs/accuracy.md. Pure: the same results give the same bytes. */
export function accuracyPage(measured: Measured): string {
  const samples = labelled(measured);
  const lines = [
    '<!-- Written by npm run accuracy from the samples and the signatures. Do not change it by hand. -->',
    '',
    '# Accuracy',
    '',
    "How often the right root cause heads the report, on the project's own samples: the incidents under `samples/incidents`, each with what must be",
    'found in it, and the lines with which signatures prove themselves. The samples are those that the rules were written beside, so these numbers say',
    "that nothing has got worse, and where rules get in each other's way; they do not say how often a bundle that nobody has seen is understood.",
    'What every signature says of every incident stands in `test/goldens/matrix.tsv`. `npm run accuracy` writes both anew; a test holds them up to date.',
    '',
    ...summary(samples),
    ...several(measured.incidents),
    ...families(samples, measured.signatures),
    ...notHeading(samples),
    ...nothingWrong(measured.incidents),
    ...nearMisses(measured.texts),
    ...refuted(measured),
    ...proofs(measured),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

const PLACES: readonly (readonly [place: Place, words: string])[] = [
  ['heads', 'heads the report'],
  ['explained', 'stands behind what leads to it'],
  ['behind', 'stands behind another'],
  ['suspected', 'is only suspected'],
  ['missed', 'is not in the report'],
];

function summary(samples: readonly Labelled[]): string[] {
  const count = (source: Labelled['source'], of: (one: Labelled) => boolean) =>
    samples.filter((one) => one.source === source && of(one)).length;
  const row = (words: string, of: (one: Labelled) => boolean) => `| ${words} | ${count('incident', of)} | ${count('text', of)} |`;
  return [
    '## The right cause',
    '',
    '| the right cause | incidents | lines of signatures |',
    '|---|--:|--:|',
    ...PLACES.map(([place, words]) => row(words, (one) => one.place === place)),
    row('all', () => true),
    '',
    `Of the incidents where it heads the report it is ${confidences(samples.filter((one) => one.source === 'incident'))}; of the lines, ${confidences(samples.filter((one) => one.source === 'text'))}.`,
    '',
  ];
}

function confidences(samples: readonly Labelled[]): string {
  return (['strong', 'moderate', 'weak'] as const)
    .map(
      (confidence) => `${confidence} in ${samples.filter(({ place, own }) => place === 'heads' && own?.confidence === confidence).length}`,
    )
    .join(', ');
}

/** Incidents in which several causes have to head the report, in an order. */
function several(incidents: readonly IncidentResult[]): string[] {
  const all = incidents.filter(({ expected }) => (expected?.expect.length ?? 0) > 1);
  const rows = all.map(({ name, expected, result }) => {
    const wanted = expected?.expect ?? [];
    const found = [...new Set(result.findings.map(({ signature }) => signature))].slice(0, wanted.length);
    const isRight = found.join() === wanted.join();
    return `| ${name} | ${wanted.map(code).join(', ')} | ${isRight ? 'yes' : `no: ${found.map(code).join(', ')}. ${cell(expected?.shortfall ?? '')}`} |`;
  });
  return [
    '## Incidents with more than one cause, or with a cause and what follows from it',
    '',
    '| incident | must head the report, in this order | does |',
    '|---|---|---|',
    ...rows,
    '',
  ];
}

function families(samples: readonly Labelled[], signatures: readonly Signature[]): string[] {
  const familyOf = new Map(signatures.map(({ id, family }) => [id, family]));
  const names = [...new Set(familyOf.values())].toSorted();
  const rows = names.flatMap((family) => {
    const own = samples.filter(({ right }) => familyOf.get(right) === family);
    if (own.length === 0) return [];
    const found = (name: string | undefined) => own.filter(({ head }) => head?.family === name).length;
    const others = names
      .filter((name) => name !== family && found(name) > 0)
      .toSorted((a, b) => found(b) - found(a))
      .map((name) => `${name} ${found(name)}`);
    return [`| ${family} | ${own.length} | ${found(family)} | ${others.join(', ')} | ${found(undefined)} |`];
  });
  return [
    '## Families: the expected one and the one found',
    '',
    'Of the samples whose right cause is of a family (both kinds): of which family the cause is that heads the report.',
    '',
    '| expected | samples | the same | another family | nothing found |',
    '|---|--:|--:|---|--:|',
    ...rows,
    '',
  ];
}

function notHeading(samples: readonly Labelled[]): string[] {
  const of = (...places: Place[]) => samples.filter(({ place }) => places.includes(place));
  const row = (one: Labelled) => `| ${cell(one.name)} | ${described(one.head)} | ${described(one.own)} | ${whyNot(one)} |`;
  const table = (rows: readonly Labelled[]) =>
    rows.length === 0
      ? ['Nowhere.', '']
      : ['| sample | heads the report | the right cause | why |', '|---|---|---|---|', ...rows.map(row), ''];
  return [
    '## Where the right cause does not head the report',
    '',
    '### It is not found',
    '',
    ...table(of('missed', 'suspected')),
    '### Another heads it and is not linked to it',
    '',
    ...table(of('behind')),
    '### What leads to it heads it',
    '',
    'No failures: the report shows the one as the cause of the other. Listed, since a wrong link would hide here.',
    '',
    ...table(of('explained')),
  ];
}

/** Which step of the ranking puts another first. */
function whyNot({ place, head, own, shortfall }: Labelled): string {
  if (shortfall !== undefined) return cell(shortfall);
  if (own === undefined) return place === 'suspected' ? 'too little for a finding' : 'its condition does not hold';
  if (head === undefined || place === 'explained') return 'leads to it';
  const isRoot = ({ role }: Finding) => role === 'cause' || role === 'trigger';
  if (isRoot(head) && !isRoot(own)) return `${own.role} after ${head.role}`;
  return head.score > own.score ? 'lower score' : 'same score; severity and name decide';
}

function described(finding: Finding | undefined): string {
  if (finding === undefined) return 'nothing';
  return `${code(finding.signature)} (${finding.role}, ${finding.confidence} ${finding.score})`;
}

/** Incidents that no cause is expected in. */
function nothingWrong(incidents: readonly IncidentResult[]): string[] {
  const all = incidents.filter(({ name, expected }) => name.startsWith('healthy-') || expected?.expect.length === 0);
  const alarms = all.filter(({ result }) => result.findings.some(isAlarm));
  const rows = all
    .filter(({ result: { findings, inconclusive } }) => findings.length + inconclusive.length > 0)
    .map(({ name, result: { findings, inconclusive } }) => {
      const found = [
        ...new Set(findings.map((one) => `${described(one)}${isAlarm(one) ? '' : one.severity === 'info' ? ', for information' : ''}`)),
      ];
      return `| ${name} | ${found.join('; ')} | ${[...new Set(inconclusive.map(({ signature }) => code(signature)))].join(', ')} |`;
    });
  return [
    '## Incidents in which no cause is expected',
    '',
    `${all.length} incidents, ${all.filter(({ name }) => name.startsWith('healthy-')).length} of healthy processes. In ${alarms.length} of them a cause, a trigger or an amplifier is found${alarms.length === 0 ? '' : `: ${alarms.map(({ name }) => name).join(', ')}`}.`,
    'Those in which anything is said:',
    '',
    '| incident | found | suspected |',
    '|---|---|---|',
    ...rows,
    '',
  ];
}

function isAlarm({ role, severity }: Finding): boolean {
  return severity !== 'info' && (role === 'cause' || role === 'trigger' || role === 'amplifier');
}

/** Lines that look like a root cause and are none, or another. */
function nearMisses(texts: readonly TextResult[]): string[] {
  const all = texts.filter(({ kind }) => kind === 'nearMiss');
  const claimed = all.filter(({ signature, result }) => result.findings.some((one) => one.signature === signature));
  const other = all.filter(({ result }) => result.findings.some(({ severity }) => severity !== 'info')).length;
  return [
    '## Near misses',
    '',
    `${all.length} texts that look like a root cause and are not: in ${claimed.length} of them it is found all the same${claimed.length === 0 ? '' : ` (${claimed.map(({ signature, name }) => escapeMarkdown(`${signature}: ${name}`)).join('; ')})`}. Another cause is found in ${other} of them: many show the neighbouring cause.`,
    '',
  ];
}

/** Tempting explanations that are wrong: no causes, so they are counted apart. */
function refuted({ signatures, texts }: Measured): string[] {
  const ids = new Set(signatures.filter(({ role }) => role === 'refuted').map(({ id }) => id));
  const own = texts.filter(({ signature, kind }) => kind === 'match' && ids.has(signature));
  const right = own.filter(({ signature, result }) => result.refuted.some((one) => one.signature === signature)).length;
  const pages = signatures.filter(({ pageOnly }) => pageOnly !== undefined).length;
  return [
    '## Tempting explanations that are wrong',
    '',
    `${ids.size} signatures refute one; ${pages} of them are pages without a rule. Of ${own.length} lines that tempt to one, it is refuted in ${right}.`,
    '',
  ];
}

function proofs({ signatures, incidents, texts }: Measured): string[] {
  const said = (id: string) => ({
    // As a test of its own, or since it has to head the report there.
    incidents: new Set([
      ...(signatures.find((one) => one.id === id)?.tests.match.flatMap(({ incident }) => incident ?? []) ?? []),
      ...incidents.filter(({ expected }) => expected?.expect.includes(id) || expected?.refuted.includes(id)).map(({ name }) => name),
    ]).size,
    also: incidents.filter(({ result }) => [...result.findings, ...result.refuted].some(({ signature }) => signature === id)).length,
    match: texts.filter(({ signature, kind }) => signature === id && kind === 'match').length,
    nearMiss: texts.filter(({ signature, kind }) => signature === id && kind === 'nearMiss').length,
  });
  const rules = signatures
    .filter(({ pageOnly }) => pageOnly === undefined)
    .toSorted((a, b) => (a.family === b.family ? (a.id < b.id ? -1 : 1) : a.family < b.family ? -1 : 1))
    .map((signature) => ({ signature, ...said(signature.id) }));
  const inline = rules.filter((one) => one.incidents === 0);
  const families = [...new Set(inline.map(({ signature }) => signature.family))];
  return [
    '## How each signature is proved',
    '',
    `${rules.length} signatures have a rule. ${rules.length - inline.length} are proved by an incident of the lab, ${inline.length} by lines in their own tests only:`,
    '',
    ...families.map((family) => {
      const own = inline.filter(({ signature }) => signature.family === family);
      return `- ${family}: ${own.map(({ signature }) => code(signature.id)).join(', ')}`;
    }),
    '',
    'Incidents that prove it, incidents in which it is found, lines that it must match, near misses:',
    '',
    '| family | signature | proving incidents | found in | lines | near misses |',
    '|---|---|--:|--:|--:|--:|',
    ...rules.map(
      ({ signature, incidents, also, match, nearMiss }) =>
        `| ${signature.family} | [${signature.id}](root-causes/${signature.id}.md) | ${incidents} | ${also} | ${match} | ${nearMiss} |`,
    ),
    '',
  ];
}

function code(text: string): string {
  return `\`${text}\``;
}
