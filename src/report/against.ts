import type { Finding, LookedFor } from '../matcher/finding.ts';

/** Statements that are listed of each kind, those with most weight first. */
const MOST = 4;

/** What would speak against a finding and was not found, a few of each kind, and how many there are besides. */
export interface NotFound {
  /** What introduces them, in words; with nothing to list a sentence of its own. */
  readonly lead: string;
  readonly statements: readonly string[];
  readonly left: number;
}

/**
 * What is said of evidence to the contrary beside what was found of it: what was looked for, and what could not be, since the bundle has nothing
 * that it would stand in.
 */
export function notFound({ evidence, lookedFor }: Pick<Finding, 'evidence' | 'lookedFor'>): readonly NotFound[] {
  const found = evidence.some(({ role }) => role === 'contradicting');
  const [looked, absent] = [lookedFor.filter(({ inBundle }) => inBundle), lookedFor.filter(({ inBundle }) => !inBundle)];
  const nothing = found ? [] : ['Nothing that speaks against it was found'];
  const parts = [
    ...(looked.length === 0 ? [] : [some(found ? 'Looked for besides, and not found:' : `${nothing.join('')}; looked for:`, looked)]),
    ...(absent.length === 0 ? [] : [some('Not looked for, since the bundle has nothing that would show it:', absent)]),
  ];
  if (found || looked.length > 0) return parts;
  const why = absent.length === 0 ? ': this root cause names nothing of the kind.' : '.';
  return [{ lead: `${nothing.join('')}${why}`, statements: [], left: 0 }, ...parts];
}

function some(lead: string, all: readonly LookedFor[]): NotFound {
  const statements = all.toSorted((a, b) => a.points - b.points).slice(0, MOST);
  return { lead, statements: statements.map(({ statement }) => statement), left: all.length - statements.length };
}
