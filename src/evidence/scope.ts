import type { SafeText } from '../text/safe-text.ts';

/**
 * Whose artefact it is. Every field is absent where the bundle does not say: loose files belong to one nameless
 * process. Facts are joined only within one scope.
 */
export interface Scope {
  readonly node?: SafeText;
  /** `?` where the bundle has pods of that name in several namespaces, and it is open which of them it is. */
  readonly namespace?: SafeText;
  readonly pod?: SafeText;
  readonly container?: SafeText;
  /** Which process or instance, as the log that it shares with others names it: `web[4711]`, a dyno, a stream. */
  readonly process?: SafeText;
  /**
   * Which run of the container: its restart count, where known; else whether it is the one that a collector found, or the one before. Both words
   * become numbers where the container's status is in the bundle.
   */
  readonly incarnation?: number | 'current' | 'previous';
}

/** Key of one run of a process: what is compared over time is of one run. */
export function runKey({ node, namespace, pod, container, process, incarnation }: Scope): string {
  return JSON.stringify([node, namespace, pod, container, process, incarnation]);
}

/** Key of a process, whichever of its runs, and on whichever node where its namespace is known: what is compared over bundles. */
export function processKey({ node, namespace, pod, container, process }: Scope): string {
  return JSON.stringify([namespace === undefined ? node : null, namespace, pod, container, process]);
}

/** Key of one run of one container, whatever node it is on; undefined where not all of that is known. */
export function containerRunKey({ namespace, pod, container, incarnation }: Scope): string | undefined {
  if (pod === undefined || container === undefined || incarnation === undefined) return undefined;
  return JSON.stringify([namespace, pod, container, incarnation]);
}
