import { type SafeText, oneLine } from '../text/safe-text.ts';
import { type Merit, type RankedMatch, decisive } from './rank.ts';

/**
 * Why one match stands before another in the order that {@link rank} has given them.
 *
 * @param ahead Place of the one that stands before, from 0.
 * @param place Place of the one behind it.
 * @param ids What the matches are called, by their places.
 */
export function whyBefore(ahead: number, place: number, ranked: readonly RankedMatch[], ids: readonly string[]): SafeText {
  const [a, b] = [ranked[ahead], ranked[place]];
  if (a === undefined || b === undefined) return oneLine('');
  const [first, second] = [ids[ahead] ?? '', ids[place] ?? ''];
  const accounted = accountedFor(ahead, ranked);
  if (accounted.has(place)) return oneLine(`${first} accounts for ${second}${a.causes.includes(place) ? '' : ', over others'}`);
  const decided = decisive(a, b);
  if (decided === undefined || decided.order < 0) return oneLine(words(a, b, first, second, decided?.merit));
  // It is the lesser one by itself, and was drawn forward by what it accounts for.
  const drawn = ranked.findIndex((_, at) => at < place && accounted.has(at));
  return oneLine(drawn < 0 ? `${first} stands with its chain` : `${first} accounts for ${ids[drawn] ?? ''}, which stands before ${second}`);
}

function words(a: RankedMatch, b: RankedMatch, first: string, second: string, merit: Merit | undefined): string {
  const [one, other] = [a.compiled.signature, b.compiled.signature];
  switch (merit) {
    case 'status':
      return `${first} is ${one.status}, ${second} ${other.status}`;
    case 'information':
      return `${second} is information, ${first} is more`;
    case 'death':
      return `${first} ended a process, ${second} did not`;
    case 'role':
      return `by their roles: ${first} is a ${one.role}, ${second} a ${other.role}`;
    case 'score':
      return `by their scores: ${first} has ${a.score}, ${second} ${b.score}`;
    case 'severity':
      return `their scores are equal; the severity of ${first} is ${one.severity}, that of ${second} ${other.severity}`;
    case 'id':
      return 'their roles, scores and severities are equal: they stand by the alphabet';
    case 'place':
    case undefined:
      return `they are the same root cause with the same score: ${first} stands earlier in the files`;
  }
}

/** The places of all that a match accounts for, over others, too. */
function accountedFor(place: number, ranked: readonly RankedMatch[]): ReadonlySet<number> {
  const found = new Set<number>();
  const open = [place];
  for (let at = open.pop(); at !== undefined; at = open.pop())
    for (const next of ranked[at]?.causes ?? [])
      if (!found.has(next)) {
        found.add(next);
        open.push(next);
      }
  return found;
}
