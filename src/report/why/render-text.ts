import type { FactType } from '../../evidence/facts/index.ts';
import { MOST_BOUND } from '../../matcher/candidate.ts';
import { FACT_WORDS } from '../../matcher/fact-words.ts';
import type { CandidateTrace, ClauseTrace, NearMiss, SelectionTrace, SignatureTrace } from '../../matcher/trace.ts';
import { padStart } from '../../text/width.ts';
import { wrap } from '../../text/wrap.ts';
import { foldCommand } from '../render/text/fold-command.ts';
import { placeOf } from '../render/text/layout.ts';
import { count, list } from '../count.ts';
import { versions } from '../goroutines/render-text.ts';
import type { RankedFinding, WhyView } from './view.ts';

/** Commands that are listed of a suspicion. */
const STEPS = 5;
const KEYWORDS = 12;

/** The view as plain text; only paths, places and what a command has in quotes may stand out of the columns. */
export function whyText(view: WhyView, columns: number): string {
  const page = new Page(columns);
  page.line('', view.title);
  page.line('', `${view.signature}: ${kindOf(view)}`);
  page.heading('Outcome');
  outcome(page, view);
  for (const one of view.findings) rank(page, one);
  if (view.trace !== undefined) trace(page, view.trace);
  suspicions(page, view);
  return `${page.lines.join('\n')}\n`;
}

/** Lines of a text of so many columns. */
class Page {
  readonly lines: string[] = [];
  readonly columns: number;

  constructor(columns: number) {
    this.columns = columns;
  }

  /** A text behind a lead; further lines stand below the text. */
  line(lead: string, text: string): void {
    this.lines.push(...wrap(text.trim(), this.columns, { first: lead, long: 'keep' }));
  }

  heading(text: string): void {
    this.lines.push('', text);
  }

  raw(...lines: readonly string[]): void {
    this.lines.push(...lines);
  }
}

function kindOf({ role, severity, status }: WhyView): string {
  const what = role === 'refuted' ? 'a tempting explanation that is wrong' : `${role}, ${severity}`;
  return status === 'stable' ? what : `${what}, experimental`;
}

const OUTCOMES: Readonly<Record<WhyView['outcome']['kind'], string>> = {
  matched: 'MATCHED',
  refuted: 'REFUTED: its bait is in the bundle',
  inconclusive: 'INCONCLUSIVE',
  cleared: 'CLEARED',
  'not-applicable': 'NOT APPLICABLE',
  error: 'ERROR: the signature could not be evaluated',
};

function outcome(page: Page, { outcome: { kind, reason }, findings }: WhyView): void {
  const found = kind === 'matched' ? list(findings.map(({ id, confidence, score }) => `${id} (${confidence}, score ${score})`)) : reason;
  page.line('  ', found === '' ? OUTCOMES[kind] : `${OUTCOMES[kind]}: ${found}`);
}

function rank(page: Page, { id, place, of, before, next, isVerdict }: RankedFinding): void {
  page.heading(`Rank of ${id}`);
  page.line(
    '  ',
    `${place} of ${count(of, 'finding')}.${isVerdict ? ' It is the verdict.' : ''}${before.length === 0 ? ' Nothing stands before it.' : ''}`,
  );
  for (const one of before) page.line('  - ', `before it ${one.id}, ${one.title}: ${one.why}`);
  if (place - 1 > before.length) page.line('  … ', `and ${place - 1 - before.length} more before it`);
  if (next !== undefined) page.line('  - ', `behind it ${next.id}, ${next.title}: ${next.why}`);
}

function trace(page: Page, { applies, keywords, anchors, candidates, counts }: SignatureTrace): void {
  page.heading(`Does it apply? ${yes(applies.holds)}`);
  if (applies.pageOnly !== undefined) page.line('  ', 'It is a page and no rule.');
  else
    page.line(
      '  ',
      `It needs one of these: ${applies.facts.map(({ type, count: number }) => `${factWord(type)} (${number} here)`).join(', ')}.`,
    );
  page.line(
    '  ',
    applies.go === undefined
      ? 'It concerns every release of Go.'
      : `It concerns Go ${applies.go}; a release that is not known is not excluded.`,
  );
  if (keywords === undefined) return;
  page.heading(`Keywords: ${yes(keywords.holds)}`);
  keywordLines(page, keywords);
  if (!keywords.holds) return;
  page.heading('What it begins with, in the whole bundle');
  for (const one of anchors) selection(page, one, '  ', true);
  const total = Object.values(counts).reduce((sum, one) => sum + one, 0);
  if (total === 0) {
    page.line('  ', 'So there is no candidate.');
    return;
  }
  const kinds = Object.entries(counts).map(
    ([kind, number]) => `${number} ${CAME_TO[kind as CandidateTrace['cameTo']][number === 1 ? 0 : 1]}`,
  );
  page.line('  ', `Of ${count(total, 'candidate')} ${list(kinds)}.${total > candidates.length ? ' The nearest ones follow.' : ''}`);
  for (const [i, one] of candidates.entries()) candidate(page, one, i + 1);
}

const CAME_TO: Readonly<Record<CandidateTrace['cameTo'], readonly [one: string, several: string]>> = {
  holds: ['holds', 'hold'],
  outweighed: ['holds and is outweighed by what speaks against it', 'hold and are outweighed by what speaks against them'],
  suspected: ['does not hold but is worth a suspicion', 'do not hold but are worth a suspicion'],
  fails: ['fails', 'fail'],
  'other-release': ['is of another release of Go', 'are of other releases of Go'],
};

function keywordLines(page: Page, { wanted, found }: NonNullable<SignatureTrace['keywords']>): void {
  const some = (words: readonly string[]) => {
    const left = words.length - KEYWORDS;
    return `${words
      .slice(0, KEYWORDS)
      .map((one) => `"${one}"`)
      .join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
  };
  if (wanted.length === 0) page.line('  ', 'It asks for none.');
  else if (found.length > 0) page.line('  ', `Of ${count(wanted.length, 'word')} these stand in what was read: ${some(found)}.`);
  else
    page.line(
      '  ',
      `None of these stands in a message, a state, or a name of a function or test: ${some(wanted)}. Nothing further is looked at.`,
    );
}

function candidate(page: Page, one: CandidateTrace, number: number): void {
  page.heading(`Candidate ${number} ${CAME_TO[one.cameTo][0]}: ${one.anchor}`);
  page.raw(`  ${placeOf(one.citation)}`);
  if (one.goVersions !== undefined) page.line('  ', `${versions(one.goVersions)}.`);
  page.raw('  Evidence');
  for (const each of one.selections) selection(page, each, '    ', false);
  page.line('  ', `Condition ${one.condition.text}: ${one.condition.holds}`);
  clause(page, one.condition, '    ');
  if (one.order !== undefined) page.line('  ', `Order ${one.order.names.join(', then ')} where they are in one file: ${one.order.holds}`);
  if (one.score !== undefined) {
    const sum = one.scoring.map(
      ({ evidence, points }, i) => `${i === 0 ? points : points < 0 ? `− ${-points}` : `+ ${points}`} ${evidence}`,
    );
    page.line('  ', `Score: ${sum.join(' ')} = ${one.score}: ${one.confidence ?? 'too little for a finding'}.`);
    for (const { evidence, statement } of one.scoring) if (evidence === 'limits') page.line('    limits: ', statement);
    page.line(
      '    ',
      'Strong from 5, moderate from 3, weak from 1. Guesses, and what more of a dump may contradict, never make it strong.',
    );
  }
  for (const { when, missing } of one.suspicions) {
    page.line('  ', `Suspicion where ${when.text}: ${when.holds}`);
    page.line('    missing then: ', missing);
  }
}

function selection(page: Page, one: SelectionTrace, indent: string, whole: boolean): void {
  const found = one.citation !== undefined;
  const about = [one.role === 'contradicting' ? 'speaks against it' : one.role, ...(one.guess ? ['a guess'] : [])].join(', ');
  const lead = `${indent}${found ? 'yes' : 'no '} ${signed(one.points)} `;
  const below = ' '.repeat(lead.length);
  page.line(lead, `${one.evidence} (${about}): ${one.statement}`);
  if (one.citation !== undefined && !whole) page.raw(`${below}${placeOf(one.citation)}`);
  page.line(below, lookedAt(one));
  if (one.nearest !== undefined) nearMiss(page, one.nearest, below);
}

function lookedAt({ fact, each, of, lookedAt: looked, matched, elsewhere }: SelectionTrace): string {
  const what =
    fact === undefined ? `that ${of ?? ''} found` : each === undefined ? factWord(fact, looked) : `${each} of ${factWord(fact, 2)}`;
  if (looked === 0)
    return fact === undefined ? `nothing to look at: ${of ?? ''} found nothing` : `nothing to look at: there is no ${factWord(fact)}`;
  const away = elsewhere === 0 ? '' : `, ${elsewhere} of them of another pod, container or run`;
  const stopped = matched - elsewhere >= MOST_BOUND ? '; no more are taken' : '';
  return `looked at ${looked} ${what}: ${matched} matched${away}${stopped}`;
}

function nearMiss(page: Page, { fact, citation, field, found, wanted, passed, tests }: NearMiss, indent: string): void {
  page.line(indent, `nearest: ${fact}, which passes ${passed} of ${count(tests, 'test')} (${placeOf(citation)})`);
  page.line(`${indent}  `, `${field === undefined ? 'it is' : `${field} is`} ${found}`);
  page.line(`${indent}  `, `wanted ${wanted}`);
}

/** A clause and, below it, what it is made of; names and their opposites have nothing below. */
function clause(page: Page, { text, operator, holds, parts }: ClauseTrace, indent: string): void {
  const isNamed = parts.every((part) => part.parts.length === 0) && operator !== 'and' && operator !== 'or';
  const words = isNamed ? text : operator === 'not' ? 'not' : operator === 'or' ? 'any of' : 'all of';
  page.line(`${indent}${holds ? 'true ' : 'false'} `, words);
  if (!isNamed) for (const part of parts) clause(page, part, `${indent}  `);
}

function suspicions(page: Page, { suspicions: all }: WhyView): void {
  for (const { summary, missing, collect, evidence } of all) {
    page.heading('What would settle it');
    page.line('  ', summary);
    const [first] = evidence;
    if (first !== undefined) page.raw(`  ${placeOf(first.citation)}`);
    for (const text of missing) page.line('  - ', `missing: ${text}`);
    for (const { command, why } of collect.slice(0, STEPS)) {
      page.line('  - ', why);
      page.raw(
        ...command
          .trimEnd()
          .split('\n')
          .flatMap((line) => foldCommand(line, page.columns - 6))
          .map((line) => `      ${line}`),
      );
    }
  }
}

function factWord(type: FactType, number = 1): string {
  return FACT_WORDS[type][number === 1 ? 0 : 1];
}

function signed(points: number): string {
  return padStart(points > 0 ? `+${points}` : String(points), 2);
}

function yes(holds: boolean): string {
  return holds ? 'yes' : 'no';
}
