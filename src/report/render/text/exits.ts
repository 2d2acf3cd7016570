import { wrap } from '../../../text/wrap.ts';
import type { ExitReport } from '../../exits/exits.ts';
import { bullets, cited, COLUMNS, commands, heading, paragraph, placeOf } from './layout.ts';
import type { Palette } from './palette.ts';

/** Ends that are written out, those that nothing explains first. */
const EXITS = 5;
/** What else is known of one. */
const STATEMENTS = 4;
/** Commands of one. */
const STEPS = 2;

/** What exit codes say, and what they leave open. */
export function exits(all: readonly ExitReport[], palette: Palette): string[] {
  if (all.length === 0) return [];
  const ordered = [...all.filter(({ explained }) => !explained), ...all.filter(({ explained }) => explained)];
  const left = all.length - EXITS;
  const asked = new Set<string>();
  return [
    ...heading('How it ended', palette),
    ...ordered.slice(0, EXITS).flatMap((one) => exit(one, asked, palette)),
    ...(left > 0 ? [`  … and ${left} more: the JSON report has all`] : []),
  ];
}

/** The headline of one end: `container web: exit code 137, SIGKILL; reason Error`. */
export function exitHead({ what, code, signal, reason }: ExitReport): string {
  return `${what}: exit code ${code}${signal === undefined ? '' : `, ${signal}`}${reason === undefined ? '' : `; reason ${reason}`}`;
}

function exit(one: ExitReport, asked: Set<string>, palette: Palette): string[] {
  const fresh = one.collect.filter(({ command }) => !asked.has(command)).slice(0, STEPS);
  for (const { command } of fresh) asked.add(command);
  return [
    ...wrap(exitHead(one), COLUMNS, { first: '  ', rest: '    ' }),
    ...cited(one.citation, palette, '    ', 0),
    ...paragraph(`The code by itself: ${one.meaning}.`, '    '),
    ...bullets(
      [
        ...one.evidence
          .slice(0, STATEMENTS)
          .map(({ statement, citation }) => (citation === one.citation ? statement : `${statement} (${placeOf(citation)})`)),
        ...(one.unknown === undefined ? [] : [`not known: ${one.unknown}`]),
      ],
      '    ',
    ),
    ...commands(fresh, '    '),
  ];
}
