import type { Citation } from '../../../src/evidence/citation.ts';
import type { QuotaFact, QuotaResource } from '../../../src/evidence/facts/kubernetes.ts';
import { type Document, at, textAt } from '../documents/data.ts';
import { numberOf, parseQuantity } from './quantity.ts';
import { citePart, name, nameOf, type ObjectContext, present } from './source.ts';

/** Resources of one quota, at most. */
const MOST = 200;

/** A row of a quota, as it is written. */
export interface QuotaRow {
  readonly resource: string;
  readonly used: string;
  readonly hard: string;
}

/** Reads a ResourceQuota of core/v1, as its status has it: what is taken is not in the spec. */
export function readQuota(document: Document, context: ObjectContext): void {
  const { data } = document;
  const [hard, used] = [at(data, 'status', 'hard'), at(data, 'status', 'used')];
  const status = at(data, 'status');
  if (hard?.kind !== 'map' || status === undefined) return;
  const rows = [...hard.entries.keys()].flatMap((resource) => {
    const [most, taken] = [textAt(hard, resource), textAt(used, resource)];
    return most === undefined || taken === undefined ? [] : [{ resource, used: taken, hard: most }];
  });
  emitQuota(
    { title: textAt(data, 'metadata', 'name'), namespace: textAt(data, 'metadata', 'namespace'), rows },
    citePart(context.path, document, status),
    context,
  );
}

/** Gives a quota to the context; none where it has no name or no row. */
export function emitQuota(
  {
    title,
    namespace,
    rows,
  }: { readonly title?: string | undefined; readonly namespace?: string | undefined; readonly rows: readonly QuotaRow[] },
  citation: Citation,
  context: ObjectContext,
): void {
  const resources = rows.slice(0, MOST).flatMap((row) => resourceOf(row) ?? []);
  if (title === undefined || resources.length === 0) return;
  context.emit({
    type: 'quota',
    certainty: 'stated',
    citations: [citation],
    scope: { ...context.scope, ...present({ namespace: nameOf(namespace) }) },
    name: name(title),
    resources,
  } satisfies Omit<QuotaFact, 'id'>);
}

function resourceOf({ resource, used, hard }: QuotaRow): QuotaResource | undefined {
  const [taken, most] = [parseQuantity(used), parseQuantity(hard)];
  if (taken === undefined || most === undefined) return undefined;
  const all = numberOf(most);
  return {
    resource: name(resource),
    used: name(used),
    hard: name(hard),
    ...(all > 0 ? { share: numberOf(taken) / all } : {}),
  };
}
