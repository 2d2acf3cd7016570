import { stringify } from 'yaml';
import { CaseFile } from '../../src/evidence/case-file.ts';
import type { Citation } from '../../src/evidence/citation.ts';
import type { FactDraft, FactOf, FactType } from '../../src/evidence/facts/index.ts';
import type { CallFrame } from '../../src/evidence/frame.ts';
import { FIELD_ORDER } from '../../src/matcher/check/schema.ts';
import type { Signature } from '../../src/matcher/signature.ts';
import { sanitize } from '../../src/text/safe-text.ts';

type Draft<T extends FactType> = Omit<FactOf<T>, 'id'>;

export function citation(firstLine = 1, path = 'app.log'): Citation {
  return { path: sanitize(path), firstLine, lastLine: firstLine, excerpt: sanitize('…') };
}

export function frame(name: string, file = '/src/app/main.go', line = 10): CallFrame {
  return { function: sanitize(name), file: sanitize(file), line, origin: 'app' };
}

export function crash(over: Partial<Draft<'crash'>> = {}): Draft<'crash'> {
  return {
    type: 'crash',
    certainty: 'stated',
    citations: [citation()],
    scope: {},
    class: 'panic',
    message: sanitize('send on closed channel'),
    template: sanitize('send on closed channel'),
    values: [],
    blame: 'user',
    chain: [],
    preceding: [],
    hidesPanic: false,
    path: [],
    truncated: false,
    ...over,
  };
}

export function dump(over: Partial<Draft<'dump'>> = {}): Draft<'dump'> {
  return {
    type: 'dump',
    certainty: 'stated',
    citations: [citation()],
    scope: {},
    kind: 'debug2',
    goroutines: 10,
    groups: 1,
    byState: [],
    unparsedLines: 0,
    unparsedSample: [],
    defects: [],
    integrity: 'whole',
    ...over,
  };
}

export function group(over: Partial<Draft<'goroutines'>> = {}): Draft<'goroutines'> {
  return {
    type: 'goroutines',
    certainty: 'stated',
    citations: [citation()],
    scope: {},
    dump: 'dump:1',
    dumpKind: 'debug2',
    key: 'k',
    count: 10,
    share: 1,
    state: sanitize('chan receive'),
    stateClass: 'chan-receive',
    wait: { unknown: 10 },
    frames: [],
    functions: [],
    leaked: 0,
    locked: 0,
    perRequest: false,
    perProcess: false,
    ids: [],
    newest: [],
    elided: false,
    ...over,
  };
}

export function race(over: Partial<Draft<'race'>> = {}): Draft<'race'> {
  const access = {
    kind: 'write',
    atomic: false,
    main: true,
    frames: [],
    functions: [],
    failedToRestore: false,
    citation: citation(),
  } as const;
  return {
    type: 'race',
    certainty: 'stated',
    citations: [citation()],
    scope: {},
    form: 'go',
    access,
    previous: { ...access, kind: 'read' },
    on: 'memory',
    between: sanitize('main.a and main.b'),
    goroutines: [],
    inTest: false,
    truncated: false,
    unparsedLines: 0,
    ...over,
  };
}

export function caseFile(...drafts: readonly FactDraft[]): CaseFile {
  const file = new CaseFile();
  for (const draft of drafts) file.add(draft);
  return file;
}

/** A page without a rule, without any problem. */
export function page(over: Partial<Signature> = {}): Signature {
  const whole: { -readonly [K in keyof Signature]: Signature[K] } = signature({
    id: 'a-recipe',
    role: 'refuted',
    severity: 'info',
    pageOnly: 'No bundle shows how it was collected.',
    applies: { facts: [] },
    keywords: [],
    evidence: {},
    distinct: [],
    explains: [],
    inconclusive: [],
    tests: { match: [], nearMiss: [], mayAlsoMatch: [] },
  });
  delete whole.condition;
  delete whole.culprit;
  return { ...whole, ...over };
}

/** A signature without any problem. */
export function signature(over: Partial<Signature> = {}): Signature {
  return {
    format: 1,
    id: 'send-on-closed-channel',
    title: 'Send on a closed channel',
    family: 'channels',
    status: 'stable',
    role: 'cause',
    severity: 'critical',
    applies: { facts: ['crash'] },
    keywords: ['send on closed channel'],
    evidence: {
      panic: {
        role: 'required',
        weight: 'decisive',
        fact: 'crash',
        where: { class: { in: ['panic', 'recovered-panic'] }, message: 'send on closed channel' },
        says: 'the runtime panicked: "{panic.message}"',
      },
      sender: {
        role: 'supporting',
        weight: 'moderate',
        of: 'panic',
        where: { 'culprit.file': { exists: true } },
        says: 'the send is in {sender.culprit.function} at {sender.culprit.file}:{sender.culprit.line}',
      },
    },
    condition: 'panic',
    culprit: 'panic.culprit',
    distinct: ['panic.message', 'panic.culprit.function'],
    explains: [],
    inconclusive: [],
    summary: 'A goroutine sent on a closed channel.',
    why: 'A send on a closed channel panics.',
    fix: 'Let one owner close it.',
    remediation: { mitigate: ['Restart.'], fix: ['Close once.'], prevent: ['Test it.'] },
    collect: [{ command: 'kubectl logs -n $NS $POD --previous', why: 'the whole trace' }],
    falsePositives: ['A log line that quotes the words.'],
    symptoms: ['panic: send on closed channel'],
    references: [{ title: 'runtime/chan.go', url: 'https://github.com/golang/go/blob/go1.26.0/src/runtime/chan.go' }],
    tests: {
      match: [
        { name: 'a trace', text: 'panic: send on closed channel\n' },
        { name: 'an incident', incident: 'send-on-closed-channel' },
      ],
      nearMiss: [
        { name: 'a quotation', text: 'level=info msg="fixed: panic: send on closed channel"\n' },
        { name: 'another panic', text: 'panic: close of closed channel\n' },
      ],
      mayAlsoMatch: [],
    },
    ...over,
  };
}

const place = ([key]: readonly [string, unknown]) => (FIELD_ORDER.indexOf(key) + FIELD_ORDER.length) % FIELD_ORDER.length;

/** A signature as a file, its fields in the order that files have. */
export function yaml(value: object): string {
  return stringify(Object.fromEntries(Object.entries(value).toSorted((a, b) => place(a) - place(b))), { lineWidth: 0 });
}
