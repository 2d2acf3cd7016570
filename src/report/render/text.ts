import type { Finding } from '../../matcher/finding.ts';
import type { Report } from '../report.ts';
import { suspicionsOf } from '../suspicions.ts';
import { wrap } from '../../text/wrap.ts';
import { crashMessage } from './crash-message.ts';
import { NEXT_STEPS } from './next-steps.ts';
import { redactionWords } from './redaction-words.ts';
import { fullFinding, kind, shortFinding, triageLine } from './text/finding.ts';
import { cited, COLUMNS, commands, heading, paragraph } from './text/layout.ts';
import type { Palette } from './text/palette.ts';
import { exits } from './text/exits.ts';
import { inconclusive, inventory, refuted } from './text/rest.ts';
import { waits } from './text/waits.ts';

/** Crashes that are listed where no root cause accounts for them. */
const CRASHES = 5;

/**
 * The report as text for people: 80 columns, the verdict first. The same words with and without colours; the palette's are the
 * only escape sequences in it.
 */
export function renderText(report: Report, options: { readonly palette: Palette }): string {
  const { palette } = options;
  const head = headOf(report);
  const others = report.findings.filter((one) => one !== head);
  const taken = redactionWords(report);
  const lines = [
    ...(head === undefined ? nothingFound(report, palette) : verdict(report, palette)),
    ...(head === undefined ? [] : fullFinding(head, report, palette)),
    ...(others.length === 0
      ? []
      : [
          ...heading(head === undefined ? 'For information' : 'Also found', palette),
          ...others.flatMap((one) => shortFinding(one, report, palette)),
        ]),
    ...waits(report, palette),
    ...(head === undefined ? [] : exits(report.exits, palette)),
    ...refuted(report.refuted, palette),
    ...inconclusive(suspicionsOf(report), palette),
    ...inventory(report, palette),
    ...(taken === undefined ? [] : ['', ...wrap(taken, COLUMNS)]),
  ];
  return `${lines.join('\n')}\n`;
}

/** The finding that the verdict names. */
function headOf(report: Report): Finding | undefined {
  return report.findings.find(({ id }) => id === report.verdict.finding);
}

function verdict(report: Report, palette: Palette): string[] {
  const head = headOf(report);
  if (head === undefined) return [];
  const { culprit } = head;
  const title = wrap(`VERDICT: ${head.title}`, COLUMNS, { rest: '         ' });
  return [
    ...title.map((line) => palette.title(palette[head.confidence](line))),
    ...wrap(`${head.id} (${kind(head)})`, COLUMNS, { first: '         ' }),
    ...triageLine(head, '         '),
    '',
    ...paragraph(report.verdict.summary),
    ...(culprit === undefined
      ? []
      : [
          '',
          `  Look at ${culprit.function}`,
          ...(culprit.file === undefined
            ? []
            : [`          ${palette.place(`${culprit.file}${culprit.line === undefined ? '' : `:${culprit.line}`}`)}`]),
        ]),
  ];
}

function nothingFound(report: Report, palette: Palette): string[] {
  return [
    palette.title('VERDICT: no root cause found'),
    '',
    ...paragraph(report.verdict.summary),
    ...deaths(report, palette),
    ...exits(report.exits, palette),
    // A suspicion names what would settle it.
    ...(suspicionsOf(report).length > 0 ? [] : [...heading('What to collect', palette), ...commands(NEXT_STEPS)]),
  ];
}

/** Crashes that no root cause accounts for: what is printed is the answer then. */
function deaths(report: Report, palette: Palette): string[] {
  // A dump that was asked for is no death.
  const crashes = report.facts.crashes.filter((crash) => crash.class !== 'sigquit');
  if (crashes.length === 0) return [];
  const left = crashes.length - CRASHES;
  return [
    ...heading(crashes.length === 1 ? 'The crash' : 'The crashes', palette),
    ...crashes
      .slice(0, CRASHES)
      .flatMap((crash) => [
        ...wrap(`${crash.class}: ${crashMessage(crash)}`, COLUMNS, { first: '  ', rest: '    ' }),
        ...cited(crash.citations[0], palette, '    '),
      ]),
    ...(left > 0 ? [`  … and ${left} more: the JSON report has all`] : []),
  ];
}
