import type { Scope } from '../../../src/evidence/scope.ts';
import { type Data, textAt } from '../documents/data.ts';
import type { EmbeddedText } from '../../parser.ts';
import { nameOf, present } from './source.ts';

/** A trace in the midst of other fields: a ConfigMap that holds a dump, a message of a custom resource. */
const TRACE = /(?:^|\n)(?:goroutine \d+ \[|panic: |fatal error: |SIG[A-Z]{3,6}: )/;

/** Characters of the shortest text that is worth a look. */
const LEAST = 40;

/** Texts within an object that hold a trace, whatever the object is. `known`: texts that have been handed over already. */
export function* tracesIn(data: Data, known: ReadonlySet<string>, scope: Scope = scopeOf(data)): Generator<EmbeddedText> {
  if (data.kind === 'map') for (const part of data.entries.values()) yield* tracesIn(part, known, scope);
  else if (data.kind === 'list') for (const part of data.items) yield* tracesIn(part, known, scope);
  else if (data.kind === 'text' && data.text.length > LEAST && TRACE.test(data.text) && !known.has(data.text))
    yield { text: data.text, scope, line: data.blockLine ?? data.line, isBlock: data.blockLine !== undefined, cutHead: false };
}

function scopeOf(data: Data): Scope {
  return present({
    namespace: nameOf(textAt(data, 'metadata', 'namespace')),
    pod: textAt(data, 'kind') === 'Pod' ? nameOf(textAt(data, 'metadata', 'name')) : undefined,
  });
}
