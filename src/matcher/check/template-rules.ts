import type { Signature } from '../signature.ts';
import { compileTemplate } from '../template.ts';
import { describeField, isScalar } from './fact-fields.ts';
import type { Complain, ValuePath } from './problem.ts';
import { type SelectionShape, conditionText, necessityOf, resolve } from './selections.ts';

type Shapes = ReadonlyMap<string, SelectionShape>;

interface TemplateText {
  readonly at: ValuePath;
  readonly text: string;
  /** Selections that are bound whenever this text is shown; undefined where that is not known. */
  readonly bound: ReadonlySet<string> | undefined;
  /** Condition under which it is shown, where there is one. */
  readonly when?: string;
}

/** Rules of the texts with places: each place reads a value that is there whenever the text is shown. */
export function checkTemplates(signature: Signature, shapes: Shapes, complain: Complain): void {
  for (const template of templatesOf(signature, shapes)) checkTemplate(template, shapes, complain);
  for (const { at, text } of plainTextsOf(signature)) {
    const place = [...text.matchAll(/\{([A-Za-z]\w*)[.|}]/g)].find(([, name = '']) => shapes.has(name));
    if (place !== undefined) complain(at, `has the place ${place[0]}…, but this text is shown as it is; take the place out`);
  }
}

function checkTemplate({ at, text, bound, when }: TemplateText, shapes: Shapes, complain: Complain): void {
  let paths: readonly string[];
  let places: readonly (readonly string[])[];
  try {
    ({ paths, places } = compileTemplate(text));
  } catch (error) {
    complain(at, `${error instanceof Error ? error.message : String(error)}; use bytes, count, percent, minutes, times or one`);
    return;
  }
  for (const path of new Set(paths)) {
    const name = path.split('.')[0] ?? '';
    const target = resolve(path, shapes);
    if ('reason' in target) complain(at, `{${path}}: ${target.reason}`);
    else if (!isScalar(target.field))
      complain(at, `{${path}} is ${describeField(target.field)} and cannot be printed; name one value of it`);
    else if (bound?.has(name) === false && !places.some((one) => one.length > 1 && one.includes(path)))
      complain(at, `{${path}} would read "unknown" where ${name} found nothing; use a selection that always holds here`);
  }
  for (const place of places) {
    const names = [...new Set(place.map((path) => path.split('.')[0] ?? ''))];
    if (place.length < 2 || bound === undefined || names.some((name) => bound.has(name) || !shapes.has(name))) continue;
    const without =
      when === undefined ? undefined : necessityOf(`(${when}) and ${names.map((name) => `not ${name}`).join(' and ')}`, shapes);
    if (without?.possible !== false)
      complain(
        at,
        `{${place.join('/')}} would read "unknown" where none of ${names.join(', ')} found anything; use selections of which one always holds here`,
      );
  }
  // A place that is not written as one would be printed with its braces.
  for (const [whole, inside = ''] of text.matchAll(/\{([^{}]*)\}/g)) {
    const name = /^\s*([A-Za-z]\w*)/.exec(inside)?.[1];
    if (
      name !== undefined &&
      shapes.has(name) &&
      !/^[A-Za-z][\w-]*(?:\.[\w-]+)+(?:\/[A-Za-z][\w-]*(?:\.[\w-]+)+)*(?:\|[a-z]+)?$/.test(inside)
    )
      complain(at, `${whole} is not a place; write {${name}.field} or {${name}.field|filter}`);
  }
}

function templatesOf(signature: Signature, shapes: Shapes): TemplateText[] {
  const condition = conditionText(signature);
  const finding = necessityOf(condition, shapes)?.certain;
  const suspicions = signature.inconclusive.map(({ when }) => necessityOf(when, shapes)?.certain);
  // What is collected is shown for findings and for suspicions; what a selection says, too.
  const always = [finding, ...suspicions].reduce((common, one) =>
    common === undefined || one === undefined ? undefined : new Set([...common].filter((name) => one.has(name))),
  );
  const list = (field: string, texts: readonly string[], at: ValuePath = []): TemplateText[] =>
    texts.map((text, i) => ({ at: [...at, field, i], text, bound: finding, when: condition }));
  return [
    ...Object.entries(signature.evidence).flatMap(([name, { says, likely }]) => {
      const bound = always === undefined ? undefined : new Set([...always, ...(shapes.get(name)?.implies ?? [])]);
      return [
        { at: ['evidence', name, 'says'], text: says, bound },
        ...(likely === undefined ? [] : [{ at: ['evidence', name, 'likely', 'says'], text: likely.says, bound }]),
      ];
    }),
    ...(['summary', 'why', 'fix'] as const).map((field) => ({ at: [field], text: signature[field], bound: finding, when: condition })),
    ...(['mitigate', 'fix', 'prevent'] as const).flatMap((field) => list(field, signature.remediation[field], ['remediation'])),
    ...signature.inconclusive.map(({ missing }, i) => ({ at: ['inconclusive', i, 'missing'], text: missing, bound: suspicions[i] })),
    ...signature.collect.flatMap(({ command, why }, i) => [
      { at: ['collect', i, 'command'], text: command, bound: always },
      { at: ['collect', i, 'why'], text: why, bound: always },
    ]),
  ];
}

function plainTextsOf(signature: Signature): { readonly at: ValuePath; readonly text: string }[] {
  return [
    { at: ['title'], text: signature.title },
    ...signature.falsePositives.map((text, i) => ({ at: ['falsePositives', i], text })),
    ...signature.symptoms.map((text, i) => ({ at: ['symptoms', i], text })),
    ...signature.references.map(({ title }, i) => ({ at: ['references', i, 'title'], text: title })),
  ];
}
