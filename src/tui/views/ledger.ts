import type { LedgerLine, LedgerLineName, MemoryLedgerFact } from '../../evidence/facts/memory-ledger.ts';
import { formatBytes } from '../../matcher/template.ts';
import { list } from '../../report/count.ts';
import { scopeWords } from '../../report/goroutines/render-text.ts';
import { bar } from '../text/bar.ts';
import { percent } from '../text/percent.ts';
import { table } from '../text/table.ts';
import { quoteOf } from './places.ts';
import { type Block, block, EMPTY, keyed, prose, type Row } from './rows.ts';

const BAR = 16;

/** What the lines of an account are called. */
export const LEDGER_WORDS: Readonly<Record<LedgerLineName, string>> = {
  limit: 'limit',
  peak: 'peak',
  'go-limit': 'GOMEMLIMIT',
  'go-held': 'held by the Go runtime',
  'heap-live': 'live heap',
  'heap-goal': 'next collection at',
  stacks: 'stacks of goroutines',
  resident: 'resident',
  anon: 'anonymous',
  other: 'not the Go runtime’s',
  'page-cache': 'files in memory',
  shmem: 'tmpfs, shared memory',
  'huge-pages': 'huge pages',
};

/** An account of memory: each line with its size, its share of the limit, and what says it; then what is not known. */
export function ledgerBlock(account: MemoryLedgerFact, first: boolean, width: number): Block {
  const { lines, missing, scope, citations, gogc, goLimitSet, killed } = account;
  const [citation] = citations;
  const whose = scopeWords({ scope }).join(', ');
  const shape = table<LedgerLine>(
    [
      { title: '', width: 24, cell: ({ name }) => ({ text: `  ${LEDGER_WORDS[name]}` }) },
      { title: '', width: 8, align: 'right', cell: ({ bytes }) => ({ text: formatBytes(bytes), role: 'strong' }) },
      { title: '', width: 5, align: 'right', from: 50, cell: ({ share }) => ({ text: share === undefined ? '' : percent(share) }) },
      { title: '', width: BAR, from: 90, cell: ({ share }) => ({ text: share === undefined ? '' : bar(share, BAR) }) },
      { title: '', width: 'rest', cell: sourceOf },
    ],
    width,
  );
  const settings = [
    ...(gogc === undefined ? [] : [`GOGC=${gogc}`]),
    ...(goLimitSet === false ? ['GOMEMLIMIT is not set'] : []),
    ...(killed === true ? ['a process was killed for want of memory'] : []),
  ];
  const rows: Row[] = [
    ...(first ? [] : [EMPTY]),
    ...prose(`Where the memory went${whose === '' ? '' : `, ${whose}`}`, width, { role: 'title', place: citation, rest: '  ' }),
    ...lines.map((line): Row => ({
      line: shape.line(line),
      key: `${account.id}|${line.name}`,
      place: citation,
      quote: quoteOf(lineWords(line), citation),
    })),
    ...(settings.length === 0 ? [] : prose(settings.join(', '), width, { first: '  ', rest: '  ' })),
    ...(missing.length === 0
      ? []
      : prose(`Not in the bundle: ${list(missing.map((name) => LEDGER_WORDS[name]))}`, width, { first: '  ', rest: '  ', role: 'muted' })),
  ];
  return block(keyed(`ledger ${account.id}`, rows), account.id);
}

function sourceOf({ certainty, source }: LedgerLine): { readonly text: string; readonly role: 'muted' } {
  return { text: certainty === 'stated' ? source : `${certainty}: ${source}`, role: 'muted' };
}

function lineWords({ name, bytes, share, certainty, source }: LedgerLine): string {
  const of = share === undefined ? '' : `, ${percent(share)} of the limit`;
  return `${LEDGER_WORDS[name]}: ${formatBytes(bytes)}${of} (${certainty}: ${source})`;
}
