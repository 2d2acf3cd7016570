import type { SafeText } from '../text/safe-text.ts';
import { compileTemplate } from './template.ts';

/** A template without a bundle: each place says in words what will stand there, `<culprit function>`. */
export function withPlaceNames(text: string): SafeText {
  return fillWithPlaceNames(text, () => undefined);
}

/** A template filled in as far as there are values; each other place says in words what would stand there. */
export function fillWithPlaceNames(text: string, lookup: (path: string) => unknown): SafeText {
  return compileTemplate(text).render((path) => lookup(path) ?? `<${placeName(path)}>`);
}

/** `panic.culprit.function` becomes `culprit function`. The unit is left to the filter that prints it. */
function placeName(path: string): string {
  const steps = path.split('.').filter((step) => step !== 'fact' && !/^\d+$/.test(step));
  const last = steps.slice(steps.length > 2 ? -2 : 1);
  const words = last.map((step) =>
    step.replace(/(?<=.)(?:Minutes|Bytes)$/, '').replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
  );
  return words.join(' ');
}
