import type { BinaryParserModule, BinaryResult, ParserContext } from '../parser.ts';
import { contentionFact } from './contention.ts';
import { emitCounters } from './counters.ts';
import { decodeProfile } from './decode.ts';
import { isProfileKey } from './framing.ts';
import { emitGoroutines } from './goroutine.ts';
import { heapFact } from './heap.ts';
import { ARTEFACT_KINDS, profileKind } from './kinds.ts';
import { threadsFact } from './threads.ts';

/**
 * Reads pprof profiles (profile.proto, already uncompressed). All of Go's own but that of the CPU become facts; the others are
 * decoded, so that a damaged one is reported, and listed.
 */
export const pprofParser: BinaryParserModule = {
  name: 'pprof',
  // The keys of all fields of Profile have one byte.
  mayBe: (head) => isProfileKey(head[0] ?? 0),
  parse,
};

function parse(bytes: Uint8Array, context: ParserContext): BinaryResult {
  const decoded = decodeProfile(bytes);
  if (decoded.kind === 'unrecognized') return { kind: 'unrecognized' };
  if (decoded.kind === 'unusable') {
    context.found('profile');
    return { kind: 'malformed', at: decoded.damage.at, reason: decoded.damage.reason };
  }
  const { profile, damage } = decoded;
  const kind = profileKind(profile);
  context.found(ARTEFACT_KINDS[kind]);
  if (kind === 'heap') context.emit(heapFact(profile, context.source, damage !== undefined || context.source.salvaged));
  if (kind === 'goroutine' || kind === 'goroutineleak') emitGoroutines(profile, kind, context, damage, bytes.length);
  if (kind === 'contention' || kind === 'threadcreate') {
    const salvaged = damage !== undefined || context.source.salvaged;
    const fact = (kind === 'contention' ? contentionFact : threadsFact)(profile, context.source, salvaged);
    context.emit(fact);
    emitCounters(fact, context);
  }
  return damage ? { kind: 'malformed', at: damage.at, reason: damage.reason } : { kind: 'ok' };
}
