import * as z from 'zod';
import type { FactType } from '../../evidence/facts/index.ts';
import type { CollectStep, Likely, Reference, Selection, Signature, SignatureTest, Suspicion, Where } from '../signature.ts';
import { predicateProblems } from './predicate-shape.ts';

/** A schema for every field of a type, no more and no less: the compiler refuses a field that is forgotten. */
type ShapeOf<T> = { readonly [K in keyof T]-?: z.ZodType };

// YAML gives an empty text for `summary: ''` and for a folded text that was deleted: neither says anything.
const text = z.string().regex(/\S/, 'is empty; write something');
const texts = z.array(text).readonly();
const name = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens, such as send-on-closed-channel');
const factType = z.enum([
  'crash',
  'dump',
  'goroutines',
  'scheduler',
  'gc',
  'gc-load',
  'gc-pressure',
  'heap',
  'heap-holder',
  'contention',
  'threads',
  'cpu-profile',
  'other-profile',
  'printed-profile',
  'growth',
  'wait-edge',
  'wait-root',
  'race',
  'test-run',
  'leak-check',
  'runtime-metrics',
  'runtime-settings',
  'cgroup',
  'cgroup-change',
  'memory-ledger',
  'process',
  'processes',
  'sockets',
  'open-files',
  'machine',
  'pod',
  'container',
  'container-stop',
  'event',
  'node',
  'workload',
  'service',
  'limit-range',
  'quota',
  'usage',
  'kernel',
  'log',
] satisfies FactType[]);

const where = z.custom<Where>().superRefine((value, context) => {
  for (const { path, message } of predicateProblems(value, true)) context.addIssue({ code: 'custom', path: [...path], message });
});

const selection = z.strictObject({
  role: z.enum(['required', 'supporting', 'contradicting']),
  weight: z.enum(['decisive', 'strong', 'moderate', 'weak']),
  fact: factType.exactOptional(),
  each: text.exactOptional(),
  of: text.exactOptional(),
  where: where.exactOptional(),
  likely: z.strictObject({ where, says: text } satisfies ShapeOf<Likely>).exactOptional(),
  says: text,
  needsWhole: z.boolean().exactOptional(),
  guess: z.boolean().exactOptional(),
} satisfies ShapeOf<Selection>);

const suspicion = z.strictObject({ when: text, missing: text } satisfies ShapeOf<Suspicion>);
const collectStep = z.strictObject({ command: text, why: text } satisfies ShapeOf<CollectStep>);
const reference = z.strictObject({
  title: text,
  url: z.string().regex(/^https:\/\/[^\s]+$/, 'must be an address that starts with https://'),
} satisfies ShapeOf<Reference>);

const signatureTest = z
  .strictObject({
    name: text,
    incident: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]*$/, 'must be the name of a folder under samples/incidents')
      .exactOptional(),
    text: text.exactOptional(),
  } satisfies ShapeOf<SignatureTest>)
  .refine((test) => (test.incident === undefined) !== (test.text === undefined), 'needs either incident or text; give one of them');

/** The form of a signature file. Unknown keys are refused; what goes beyond the form is checked by rules.ts. */
export const signatureSchema = z.strictObject({
  format: z.literal(1),
  id: name,
  title: text,
  family: name,
  status: z.enum(['experimental', 'stable']),
  role: z.enum(['cause', 'trigger', 'amplifier', 'symptom', 'consequence', 'refuted']),
  severity: z.enum(['critical', 'high', 'medium', 'low', 'info']),
  pageOnly: text.exactOptional(),
  applies: z.strictObject({
    facts: z.array(factType).readonly(),
    go: text.exactOptional(),
  } satisfies ShapeOf<Signature['applies']>),
  keywords: texts,
  evidence: z.record(
    z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/, 'must be a name of letters and digits that starts with a letter'),
    selection,
  ),
  anchors: texts.exactOptional(),
  condition: text.exactOptional(),
  correlate: z.strictObject({ order: texts } satisfies ShapeOf<NonNullable<Signature['correlate']>>).exactOptional(),
  culprit: text.exactOptional(),
  distinct: texts,
  prefer: text.exactOptional(),
  explains: texts,
  inconclusive: z.array(suspicion).readonly(),
  summary: text,
  why: text,
  fix: text,
  remediation: z.strictObject({ mitigate: texts, fix: texts, prevent: texts } satisfies ShapeOf<Signature['remediation']>),
  collect: z.array(collectStep).readonly(),
  falsePositives: texts,
  symptoms: texts,
  references: z.array(reference).readonly(),
  tests: z.strictObject({
    match: z.array(signatureTest).readonly(),
    nearMiss: z.array(signatureTest).readonly(),
    mayAlsoMatch: texts,
  } satisfies ShapeOf<Signature['tests']>),
} satisfies ShapeOf<Signature>);

/** The order of the fields in a file: as here. */
export const FIELD_ORDER: readonly string[] = Object.keys(signatureSchema.shape);

type Agrees<A extends B, B> = A;
/** What the schema lets pass is a signature, and every signature passes: else this does not compile. */
export type SchemaAgreesWithInterface = [
  Agrees<z.infer<typeof signatureSchema>, Signature>,
  Agrees<Signature, z.infer<typeof signatureSchema>>,
];
