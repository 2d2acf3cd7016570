import type { Condition } from '../../../src/evidence/facts/kubernetes.ts';
import { type Data, listAt, textAt, timeAt } from '../documents/data.ts';
import { messageOf, name, nameOf, present } from './source.ts';

/** Conditions of one object, at most. */
const MOST = 50;

/** `status.conditions` of a pod, a node or a workload. */
export function conditionsOf(object: Data): readonly Condition[] {
  return listAt(object, 'status', 'conditions')
    .slice(0, MOST)
    .flatMap((one): Condition[] => {
      const type = textAt(one, 'type');
      const status = textAt(one, 'status');
      if (type === undefined || status === undefined) return [];
      return [
        {
          type: name(type),
          status: name(status),
          ...present({
            reason: nameOf(textAt(one, 'reason')),
            message: messageOf(textAt(one, 'message')),
            sinceUnixMs: timeAt(one, 'lastTransitionTime'),
          }),
        },
      ];
    });
}
