import type { Probe } from '../../../src/evidence/facts/kubernetes.ts';
import { type Data, at, listAt, textAt, wholeAt } from '../documents/data.ts';
import { name, nameOf, present } from './source.ts';

/** A liveness, readiness or startup probe; undefined where there is none. Absent fields have the defaults of core/v1. */
export function probeOf(probe: Data | undefined): Probe | undefined {
  if (probe?.kind !== 'map') return undefined;
  const kinds = [
    ['httpGet', 'http'],
    ['tcpSocket', 'tcp'],
    ['exec', 'exec'],
    ['grpc', 'grpc'],
  ] as const;
  const found = kinds.find(([field]) => at(probe, field) !== undefined);
  if (found === undefined) return undefined;
  const [field, kind] = found;
  const command = listAt(probe, 'exec', 'command').map((word) => textAt(word) ?? '');
  return {
    kind,
    timeoutSeconds: wholeAt(probe, 'timeoutSeconds') ?? 1,
    periodSeconds: wholeAt(probe, 'periodSeconds') ?? 10,
    failureThreshold: wholeAt(probe, 'failureThreshold') ?? 3,
    ...present({
      target: kind === 'exec' ? name(command.join(' ')) : nameOf(textAt(probe, field, 'path')),
      port: nameOf(textAt(probe, field, 'port')),
      initialDelaySeconds: wholeAt(probe, 'initialDelaySeconds'),
      graceSeconds: wholeAt(probe, 'terminationGracePeriodSeconds'),
    }),
  };
}
