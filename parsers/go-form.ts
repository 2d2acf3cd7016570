import type { GoVersionRange } from '../src/evidence/facts/dump.ts';

/** Which Go releases print a line in a form. */
export interface GoForm {
  readonly min?: string;
  readonly max?: string;
  readonly reason: string;
}

/** The releases that fit all forms; nothing where the forms are of different releases, or there is none. */
export function goVersionsOf(forms: Iterable<GoForm>): GoVersionRange | undefined {
  let min: string | undefined;
  let max: string | undefined;
  const reasons: string[] = [];
  for (const form of forms) {
    if (form.min !== undefined && (min === undefined || minor(form.min) > minor(min))) ({ min } = form);
    if (form.max !== undefined && (max === undefined || minor(form.max) < minor(max))) ({ max } = form);
    reasons.push(form.reason);
  }
  if (reasons.length === 0 || (min !== undefined && max !== undefined && minor(min) > minor(max))) return undefined;
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }), reasons };
}

function minor(release: string): number {
  return Number(release.slice(2));
}
