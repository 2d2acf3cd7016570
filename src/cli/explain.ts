import { UsageError } from '../bundle/entry.ts';
import { withPlaceNames } from '../matcher/place-names.ts';
import { points } from '../matcher/score.ts';
import type { Signature } from '../matcher/signature.ts';
import { loadSignatures } from '../matcher/store.ts';
import { sanitize } from '../text/safe-text.ts';
import { padStart } from '../text/width.ts';
import { wrap } from '../text/wrap.ts';
import { EXIT, type ExitCode } from './exit.ts';
import type { CliIo } from './io.ts';
import { nearest } from './nearest.ts';
import { signaturesWith } from './signatures-with.ts';

const COLUMNS = 80;

/**
 * `goroner explain ID`: prints the page of one root cause.
 *
 * @throws UsageError where JSON is asked for: only a trace has it.
 */
export async function explainCommand(
  id: string,
  { signatures, json }: { readonly signatures?: string; readonly json: boolean },
  io: Pick<CliIo, 'stdout'>,
): Promise<ExitCode> {
  if (json) throw new UsageError('--json is for a trace; give --why and the bundle, too');
  io.stdout.write(`${(await explain(id, await signaturesWith(signatures))).join('\n')}\n`);
  return EXIT.clean;
}

/**
 * The page of one root cause. Takes the id of a finding (`nil-pointer-dereference#1`) too.
 *
 * @throws UsageError where there is no such root cause, with the ones that are meant most likely.
 */
export async function explain(id: string, signatures?: readonly Signature[]): Promise<readonly string[]> {
  return explainPage(signatureOf(id, signatures ?? (await loadSignatures())));
}

/**
 * The signature of an id, or of the id of a finding (`nil-pointer-dereference#1`).
 *
 * @throws UsageError where there is none, with the ones that are meant most likely.
 */
export function signatureOf(id: string, all: readonly Signature[]): Signature {
  const wanted = id.trim().replace(/#\d+$/, '');
  const signature = all.find((one) => one.id === wanted);
  if (signature !== undefined) return signature;
  const close = nearest(
    wanted,
    all.map((one) => one.id),
  );
  const advice =
    close.length === 0 ? 'goroner signatures list shows all' : `did you mean ${close.join(' or ')}? goroner signatures list shows all`;
  throw new UsageError(`there is no root cause "${sanitize(id)}"; ${advice}`);
}

/** A root cause as plain text, 80 columns wide. */
export function explainPage(signature: Signature): readonly string[] {
  const { remediation, role } = signature;
  return [
    ...wrap(signature.title, COLUMNS),
    ...wrap(
      `${signature.id}: ${roleInWords(signature)}, family ${signature.family}${signature.status === 'stable' ? '' : ', experimental'}`,
      COLUMNS,
    ),
    ...section('What you see', bullets(signature.symptoms)),
    ...section('What happened', paragraph(signature.summary)),
    ...section(role === 'refuted' ? 'Why it is not the cause' : 'How it comes about', paragraph(signature.why)),
    ...(signature.pageOnly === undefined
      ? section('Evidence', evidenceLines(signature))
      : section('Why no report names it', paragraph(signature.pageOnly))),
    ...section('What looks the same and is not', bullets(signature.falsePositives)),
    ...section('What to change first', paragraph(signature.fix)),
    ...section('Now', bullets(remediation.mitigate)),
    ...section('To fix it', bullets(remediation.fix)),
    ...section('To prevent it', bullets(remediation.prevent)),
    ...section('What settles it', settles(signature)),
    ...section('What to collect', collectLines(signature)),
    ...section('It accounts for', bullets(signature.explains)),
    ...section(
      'References',
      signature.references.flatMap(({ title, url }) => [...wrap(title, COLUMNS, { first: '  - ' }), `    ${url}`]),
    ),
  ];
}

/** What a finding of the signature is: `cause, critical`; a refuted one has no severity to speak of. */
function roleInWords({ role, severity, pageOnly }: Signature): string {
  if (role !== 'refuted') return `${role}, ${severity}`;
  return `a tempting explanation that is wrong${pageOnly === undefined ? '' : ' (page only)'}`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

function paragraph(text: string): string[] {
  return wrap(withPlaceNames(text).trim(), COLUMNS, { first: '  ', rest: '  ', long: 'keep' });
}

function bullets(texts: readonly string[]): string[] {
  return texts.flatMap((text) => wrap(withPlaceNames(text).trim(), COLUMNS, { first: '  - ', long: 'keep' }));
}

function evidenceLines({ evidence }: Signature): string[] {
  return Object.values(evidence).flatMap(({ role, weight, says, guess }) => {
    const value = points(weight, role === 'contradicting');
    const first = `  ${padStart(value > 0 ? `+${value}` : String(value), 2)} ${ROLE_WORDS[role]}: `;
    return wrap(`${withPlaceNames(says).trim()}${guess === true ? ' (a guess)' : ''}`, COLUMNS, {
      first,
      rest: ' '.repeat(5),
      long: 'keep',
    });
  });
}

const ROLE_WORDS = { required: 'needed', supporting: 'supports', contradicting: 'speaks against it' } as const;

function settles({ inconclusive }: Signature): string[] {
  return bullets(inconclusive.map(({ missing }) => missing));
}

function collectLines({ collect }: Signature): string[] {
  // A command stands on a line of its own, unwrapped: it is there to be copied.
  return collect.flatMap(({ command, why }) => [
    ...bullets([why]),
    ...withPlaceNames(command)
      .trimEnd()
      .split('\n')
      .map((line) => `      ${line}`),
  ]);
}
