import type { FactDraft } from '../../src/evidence/facts/index.ts';
import type { Scope } from '../../src/evidence/scope.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import type { EmbeddedText, ParserContext } from '../parser.ts';
import { readRuntimeObject } from '../container-runtime/read-json.ts';
import { type Document, at, textAt } from './documents/data.ts';
import { type ListHead, ObjectSplitter, type YamlReader } from './documents/splitter.ts';
import type { ObjectFormat } from './documents/sniff.ts';
import { isReadKind, kindOf, readObject } from './objects/read-object.ts';
import { tracesIn } from './objects/texts.ts';

/** Items of a list that wait for its kind, which may stand behind them. */
const MOST_WAITING = 100_000;

/** What reading objects needs beside the context of a parser. */
export interface ObjectOptions {
  /** How the object is written that the file begins with; absent where other lines come first. */
  readonly format?: ObjectFormat;
  readonly readYaml: YamlReader;
}

/**
 * Reads the objects of Kubernetes at the start of a file and between its lines: bytes go in, facts go to the context, and what is of no
 * object comes back.
 */
export class ObjectReader {
  readonly #context: ParserContext;
  readonly #splitter: ObjectSplitter;
  /** Facts and texts of items whose list has not yet said what they are. */
  readonly #waiting = new Map<ListHead, { readonly kind: string; readonly facts: FactDraft[]; readonly texts: EmbeddedText[] }[]>();

  constructor(context: ParserContext, options: ObjectOptions) {
    this.#context = context;
    this.#splitter = new ObjectSplitter(
      options.format,
      {
        object: (document, list) => this.#object(document, list),
        listEnd: (list) => this.#listEnd(list),
        problem: ({ reason, line, column, lines }) =>
          context.skipped({
            reason: `an object of Kubernetes that could not be read: ${reason} (line ${line}, column ${column})`,
            amount: lines,
            unit: 'lines',
            citation: { path: context.source.path, firstLine: line, lastLine: line + lines - 1, excerpt: sanitize('') },
          }),
      },
      options.readYaml,
      isReadKind,
    );
  }

  /** No object is open, and no bytes are held back. */
  get isIdle(): boolean {
    return this.#splitter.isIdle;
  }

  /** Bytes without an object have gone by: the number of the line that comes next, and whether they ended one. */
  resume(line: number, endsLine: boolean): void {
    this.#splitter.resume(line, endsLine);
  }

  push(bytes: Uint8Array): Buffer {
    return this.#splitter.push(bytes);
  }

  end(): Buffer {
    const rest = this.#splitter.end();
    for (const list of this.#waiting.keys()) this.#listEnd(list);
    return rest;
  }

  #object(document: Document, list: ListHead | undefined): void {
    const { data } = document;
    if (data.kind !== 'map') return;
    if (document.cut)
      this.#context.skipped({
        reason: 'an object of Kubernetes is cut off',
        amount: 1,
        unit: 'lines',
        citation: { path: this.#context.source.path, firstLine: data.line, lastLine: data.lastLine, excerpt: sanitize('') },
      });
    const kind = kindOf(data, list);
    if (kind !== undefined) {
      this.#context.found('kubernetes');
      this.#read(
        document,
        kind,
        (draft) => this.#context.emit(draft),
        (text) => this.#context.embedded?.(text),
      );
      return;
    }
    const { source } = this.#context;
    const runtime = {
      path: source.path,
      scope: source.scope,
      emit: (draft: FactDraft) => this.#context.emit(draft),
      embedded: () => undefined,
    };
    if (readRuntimeObject(document, runtime)) {
      this.#context.found('container-runtime');
      return;
    }
    const guessed = list === undefined ? undefined : shapeOf(document);
    if (list === undefined || guessed === undefined) return;
    const known = this.#waiting.get(list) ?? [];
    this.#waiting.set(list, known);
    if (known.length >= MOST_WAITING) return;
    const facts: FactDraft[] = [];
    const texts: EmbeddedText[] = [];
    this.#read(
      document,
      guessed,
      (draft) => void facts.push(draft),
      (text) => void texts.push(text),
    );
    known.push({ kind: guessed.kind, facts, texts });
  }

  #read(
    document: Document,
    kind: { readonly kind: string; readonly group: string },
    emit: (draft: FactDraft) => void,
    onText: (text: EmbeddedText) => void,
  ): void {
    const handed = new Set<string>();
    const scope: Scope = this.#context.source.scope;
    readObject(document, kind, {
      path: this.#context.source.path,
      scope,
      emit,
      embedded: (text) => {
        handed.add(text.text);
        onText(text);
      },
    });
    // Secrets are never looked into.
    if (kind.kind === 'Secret' || kind.kind === 'SecretList') return;
    for (const text of tracesIn(document.data, handed)) onText({ ...text, scope: { ...scope, ...text.scope } });
  }

  #listEnd(list: ListHead): void {
    const waiting = this.#waiting.get(list);
    this.#waiting.delete(list);
    if ((list.kind !== undefined && list.apiVersion !== undefined) || (list.isBare === true && waiting !== undefined))
      this.#context.found('kubernetes');
    for (const { kind, facts, texts } of waiting ?? []) {
      // In a bare array nothing says what its elements are but they themselves.
      if (list.isBare !== true && list.kind !== `${kind}List`) continue;
      for (const draft of facts) this.#context.emit(draft);
      for (const text of texts) this.#context.embedded?.(text);
    }
  }
}

/**
 * What an item looks like that does not say it. Its list has to confirm it; a bare array has nobody who could, and is taken for one of Kubernetes
 * only where its elements have the metadata of its objects (documents/sniff.ts).
 */
function shapeOf({ data }: Document): { readonly kind: string; readonly group: string } | undefined {
  if (at(data, 'spec', 'containers') !== undefined) return { kind: 'Pod', group: '' };
  if ((at(data, 'involvedObject') ?? at(data, 'regarding')) !== undefined && textAt(data, 'reason') !== undefined)
    return { kind: 'Event', group: '' };
  if (at(data, 'status', 'nodeInfo') !== undefined) return { kind: 'Node', group: '' };
  if (at(data, 'spec', 'template', 'spec', 'containers') === undefined) return undefined;
  if (at(data, 'spec', 'serviceName') !== undefined) return { kind: 'StatefulSet', group: 'apps' };
  if (at(data, 'spec', 'strategy') !== undefined) return { kind: 'Deployment', group: 'apps' };
  if (at(data, 'status', 'desiredNumberScheduled') !== undefined) return { kind: 'DaemonSet', group: 'apps' };
  if (at(data, 'spec', 'backoffLimit') !== undefined) return { kind: 'Job', group: 'batch' };
  return undefined;
}
