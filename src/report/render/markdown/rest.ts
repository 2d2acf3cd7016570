import type { Finding, Inconclusive, Refuted } from '../../../matcher/finding.ts';
import { formatBytes } from '../../../matcher/template.ts';
import { count } from '../../count.ts';
import type { ExitReport } from '../../exits/exits.ts';
import type { Artifact, Report, Warning } from '../../report.ts';
import { crashMessage } from '../crash-message.ts';
import { exitHead } from '../text/exits.ts';
import { kind } from '../text/finding.ts';
import { placeOf } from '../text/layout.ts';
import { type Block, bullets, table } from './blocks.ts';
import { type Quoted, evidenceBlock, quote } from './evidence.ts';
import { code, prose, withCode } from './inline.ts';
import { place } from './place.ts';
import { said } from './said.ts';

const CRASHES = 5;
const WARNINGS = 20;
const FILES = 50;
/** What else is known of a suspicion. */
const MORE_STATEMENTS = 3;

/** What processes printed at their end. A dump that was asked for is no end, and a recovered panic need not be one. */
export function ends(report: Report): readonly string[] {
  const crashes = report.facts.crashes.filter((crash) => crash.class !== 'sigquit');
  const left = crashes.length - CRASHES;
  const lines = crashes
    .slice(0, CRASHES)
    .map((crash) => `a ${crash.class.replaceAll('-', ' ')}, ${code(firstLine(crashMessage(crash)))} (${place(crash.citations[0])})`);
  return left > 0 ? [...lines, `${left} more, which the JSON report has`] : lines;
}

function firstLine(text: string): string {
  const [first = ''] = text.split('\n', 1);
  return first === '' ? '(no message)' : first;
}

/** The same with what was printed, where no root cause accounts for it. */
export function crashQuotes(report: Report, quoted: Quoted): Block[] {
  return report.facts.crashes
    .filter((crash) => crash.class !== 'sigquit')
    .slice(0, CRASHES)
    .flatMap((crash) => [[`${crash.class.replaceAll('-', ' ')}: ${place(crash.citations[0])}`], ...quote(crash.citations[0], quoted)]);
}

/** What exit codes say, and what they leave open. */
export function exitList(all: readonly ExitReport[]): Block {
  return bullets(
    listed(
      all.map((one) => {
        const known = one.evidence.map(({ statement, citation }) => ` ${prose(capital(statement))} (${place(citation)}).`).join('');
        const open = one.unknown === undefined ? '' : ` Not known: ${prose(one.unknown)}.`;
        return `**${prose(exitHead(one))}** (${place(one.citation)}): ${prose(one.meaning)}.${known}${open}`;
      }),
    ),
  );
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

/** Suspicions that the bundle cannot settle. */
export function questions(all: readonly Inconclusive[], quoted: Quoted): Block[] {
  return all.flatMap((one): Block[] => [
    [`**${prose(one.title)}** (${code(one.signature)}): ${prose(one.summary)}`],
    ...one.evidence.slice(0, 1).flatMap((line) => evidenceBlock(line, undefined, quoted)),
    bullets([
      ...one.evidence.slice(1, 1 + MORE_STATEMENTS).map(({ statement, citation }) => `${prose(statement)}: ${place(citation)}`),
      ...one.missing.map((text) => `Missing: ${withCode(text)}`),
    ]),
  ]);
}

/** Tempting explanations, and why they are wrong. */
export function ruledOut(all: readonly Refuted[]): Block {
  return bullets(
    all.map(({ title, signature, summary, evidence: [first] }) => {
      const where = first === undefined ? '' : ` (${place(first.citation)})`;
      return `**${prose(title)}** (${code(signature)}): ${prose(summary)}${where}`;
    }),
  );
}

/** Findings that people have dismissed, or that only inform: in short. */
export function inShort(findings: readonly Finding[]): Block {
  return bullets(
    findings.map((one) => {
      const [first] = one.evidence;
      const where = first === undefined ? '' : ` (${place(first.citation)})`;
      const told = said(one);
      return `**${prose(one.title)}** (${code(one.id)}; ${kind(one)}): ${prose(one.summary)}${where}${told === undefined ? '' : ` ${told}`}`;
    }),
  );
}

/** What lowers the trust in the document. */
export function trust(report: Report): Block {
  const troubles = [...report.errors, ...report.warnings];
  const left = troubles.length - WARNINGS;
  return bullets([...troubles.slice(0, WARNINGS).map(trouble), ...(left > 0 ? [`and ${left} more: the JSON report has all`] : [])]);
}

function trouble({ message, path, citation }: Warning): string {
  const where = citation === undefined ? path : placeOf(citation);
  return where === undefined || message.includes(where) ? prose(message) : `${code(where)}: ${prose(message)}`;
}

/** Files that were not read. */
export function notRead({ bundle: { artifacts } }: Report): Block {
  const files = artifacts.filter(({ status }) => status === 'passed-over' || status === 'unreadable');
  return bullets(listed(files.map(({ path, reason }) => `${code(path)}${reason === undefined ? '' : `: ${prose(reason)}`}`)));
}

/** Every file that was read. */
export function files({ bundle: { artifacts } }: Report): Block[] {
  const read = artifacts.filter(({ status }) => status === 'read' || status === 'damaged');
  const left = read.length - FILES;
  return [
    table(['File', 'What it is', 'Size'], read.slice(0, FILES).map(fileRow)),
    left > 0 ? [`… and ${count(left, 'more file', 'more files')}: the JSON report has all.`] : [],
  ];
}

function fileRow({ path, kinds, status, wrappers, bytes }: Artifact): string[] {
  const what = [...kinds.map(kindWords), ...wrappers, ...(status === 'damaged' ? ['damaged'] : [])].map(prose).join(', ');
  return [code(path), what, bytes === undefined ? '' : formatBytes(bytes)];
}

/** What files are read as, in words; the names are those of the parsers. */
const KIND_WORDS: Readonly<Record<string, string>> = { schedtrace: 'scheduler trace', gctrace: 'garbage collector trace' };

function kindWords(kind: string): string {
  return Object.hasOwn(KIND_WORDS, kind) ? (KIND_WORDS[kind] ?? kind) : kind.replaceAll(/(?<=[a-z])-(?=[a-z])/g, ' ');
}

function listed(lines: readonly string[]): readonly string[] {
  const left = lines.length - FILES;
  return left > 0 ? [...lines.slice(0, FILES), `and ${left} more: the JSON report has all`] : lines;
}
