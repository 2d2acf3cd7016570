import type { BinaryParserModule, BinaryResult, ParserContext } from '../parser.ts';
import { contentionFact } from './contention.ts';
import { cpuFact } from './cpu.ts';
import { emitCounters } from './counters.ts';
import { decodeProfile } from './decode.ts';
import { isProfileKey } from './framing.ts';
import { emitGoroutines } from './goroutine.ts';
import { heapFact } from './heap.ts';
import { ARTEFACT_KINDS, profileKind } from './kinds.ts';
import { otherFact } from './other.ts';
import { threadsFact } from './threads.ts';

/**
 * Reads pprof profiles (profile.proto, already uncompressed): all of Go's own, and others by the names of their values.
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
  const { source } = context;
  const salvaged = damage !== undefined || source.salvaged;
  switch (kind) {
    case 'heap':
      context.emit(heapFact(profile, source, salvaged));
      break;
    case 'goroutine':
    case 'goroutineleak':
      emitGoroutines(profile, kind, context, damage, bytes.length);
      break;
    case 'cpu':
      context.emit(cpuFact(profile, source, salvaged));
      break;
    case 'contention':
    case 'threadcreate': {
      const fact = (kind === 'contention' ? contentionFact : threadsFact)(profile, source, salvaged);
      context.emit(fact);
      emitCounters(fact, context);
      break;
    }
    case 'unknown':
      context.emit(otherFact(profile, source, salvaged));
      break;
  }
  return damage ? { kind: 'malformed', at: damage.at, reason: damage.reason } : { kind: 'ok' };
}
