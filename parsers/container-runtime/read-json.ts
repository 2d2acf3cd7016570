import { type Data, type Document, at, flagAt, listAt, textAt, wholeAt } from '../kubernetes/documents/data.ts';
import { nameOf, type ObjectContext, present } from '../kubernetes/objects/source.ts';
import { isCri, readCri } from './cri.ts';
import { emitRun, known } from './emit.ts';
import { STATES, isInspected, isState, readInspected } from './inspect.ts';
import { containerName } from './names.ts';

/** Reads what a container runtime says of containers; false where the object is nothing of the kind. */
export function readRuntimeObject(document: Document, context: ObjectContext): boolean {
  const { data } = document;
  if (isInspected(data) || isState(data)) {
    readInspected(document, data, context);
    return true;
  }
  const status = at(data, 'status');
  if (status !== undefined && isCri(status)) {
    readCri(document, status, at(data, 'info'), context);
    return true;
  }
  const listed = listAt(data, 'containers').filter(isCri);
  for (const one of listed) readCri(document, one, undefined, context);
  return listed.length > 0 || readListed(document, data, context);
}

/** An element of `podman ps --format json` (pkg/domain/entities, ListContainer). */
function readListed(document: Document, data: Data, context: ObjectContext): boolean {
  const exited = flagAt(data, 'Exited');
  const [first] = listAt(data, 'Names');
  const own = first?.kind === 'text' ? first.text : textAt(data, 'Id')?.slice(0, 12);
  if (exited === undefined || own === undefined || at(data, 'ExitCode') === undefined) return false;
  const { name, scope, attempt } = containerName(own);
  const seconds = (field: string) => {
    const value = known(wholeAt(data, field));
    return value === undefined ? undefined : value * 1000;
  };
  emitRun(
    document,
    {
      name,
      scope,
      cited: at(data, 'ExitCode') ?? data,
      state: STATES[textAt(data, 'State')?.toLowerCase() ?? ''] ?? (exited ? 'terminated' : 'unknown'),
      exitCode: exited ? wholeAt(data, 'ExitCode') : undefined,
      startedUnixMs: seconds('StartedAt'),
      finishedUnixMs: seconds('ExitedAt'),
      restarts: wholeAt(data, 'Restarts') ?? attempt,
      more: present({ image: nameOf(textAt(data, 'Image')) }),
    },
    context,
  );
  return true;
}
