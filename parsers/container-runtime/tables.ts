import type { ContainerFact } from '../../src/evidence/facts/kubernetes.ts';
import type { Scope } from '../../src/evidence/scope.ts';
import type { Line } from '../../src/text/line.ts';
import { citeLine } from '../cite-line.ts';
import { exitWords } from '../../src/evidence/exit-codes.ts';
import { name, nameOf, present } from '../kubernetes/objects/source.ts';
import { cellsOf, columnsOf } from '../kubernetes/text/columns.ts';
import type { ParserContext, TextParser, TextParserModule } from '../parser.ts';
import { containerName } from './names.ts';

/** `docker ps`, `podman ps`, `nerdctl ps`; with `--size` a column more. */
const DOCKER = /^CONTAINER ID {2,}IMAGE {2,}COMMAND {2,}CREATED {2,}STATUS {2,}PORTS {2,}NAMES(?: |\r?$)/;
/** `crictl ps`, of releases without the columns of the pod too. */
const CRICTL = /^CONTAINER(?: ID)? {2,}IMAGE {2,}CREATED {2,}STATE {2,}NAME {2,}ATTEMPT {2,}POD ID/;
const STATES_OF_CRICTL: Readonly<Record<string, ContainerFact['state']>> = { Running: 'running', Exited: 'terminated', Created: 'waiting' };
/** A container's id, whole or its first characters. */
const ID = /^[0-9a-f]{10,64}$/;
const LONGEST_ROW = 5000;

/** Reads the tables that `docker ps`, `podman ps` and `crictl ps` print, and the lines of `docker ps --format json`. */
export const containerListParser: TextParserModule = {
  name: 'container-list',
  begins: ['CONTAINER ID  ', '  ATTEMPT  ', '"RunningFor":'],
  create: (context: ParserContext): TextParser => new ContainerLists(context),
};

interface Status {
  readonly state: ContainerFact['state'];
  readonly exitCode?: number;
  readonly health?: string;
}

class ContainerLists implements TextParser {
  readonly #context: ParserContext;
  #table: { readonly kind: 'docker' | 'crictl'; readonly columns: ReturnType<typeof columnsOf> } | undefined;
  /** The highest attempt of each container of `crictl ps`: it has the newest first. */
  readonly #attempts = new Map<string, number>();

  constructor(context: ParserContext) {
    this.#context = context;
  }

  accept(line: Line): boolean {
    const text = line.text.trimEnd();
    if (text.length > LONGEST_ROW) return false;
    const kind = DOCKER.test(text) ? 'docker' : CRICTL.test(text) ? 'crictl' : undefined;
    if (kind !== undefined) {
      this.#table = { kind, columns: columnsOf(text) };
      this.#context.found('container-runtime');
      return true;
    }
    if (text.startsWith('{') && text.includes('"RunningFor":')) return this.#json(line, text);
    const cells = this.#table === undefined ? undefined : cellsOf(text, this.#table.columns);
    if (cells !== undefined && (this.#table?.kind === 'docker' ? this.#docker(line, cells) : this.#crictl(line, cells))) return true;
    this.#table = undefined;
    return false;
  }

  end(): void {
    this.#table = undefined;
  }

  #docker(line: Line, cells: ReadonlyMap<string, string>): boolean {
    const status = statusOf(cells.get('STATUS') ?? '');
    const names = cells.get('NAMES') ?? '';
    if (status === undefined || !ID.test(cells.get('CONTAINER ID') ?? '') || names === '') return false;
    this.#listed(line, names, status, cells.get('IMAGE'));
    return true;
  }

  /** A line of `docker ps --format json` (cli/command/formatter/container.go). */
  #json(line: Line, text: string): boolean {
    let row: unknown;
    try {
      row = JSON.parse(text);
    } catch {
      return false;
    }
    if (typeof row !== 'object' || row === null) return false;
    const { ID: id, Names: names, Status: status, Image: image } = row as Readonly<Record<string, unknown>>;
    if (typeof id !== 'string' || typeof names !== 'string' || typeof status !== 'string' || !ID.test(id) || names === '') return false;
    const read = statusOf(status);
    if (read === undefined) return false;
    this.#context.found('container-runtime');
    this.#listed(line, names, read, typeof image === 'string' ? image : undefined);
    return true;
  }

  #listed(line: Line, names: string, status: Status, image: string | undefined): void {
    // More names than one are links of other containers to it, with a slash in them.
    const own = names.split(',').find((one) => !one.includes('/')) ?? names;
    const { name: title, scope, attempt } = containerName(own);
    this.#emit(line, title, scope, { ...status, image, restarts: attempt });
  }

  #crictl(line: Line, cells: ReadonlyMap<string, string>): boolean {
    const state = STATES_OF_CRICTL[cells.get('STATE') ?? ''];
    const title = cells.get('NAME') ?? '';
    const [attempt] = /^\d{1,9}$/.exec(cells.get('ATTEMPT') ?? '') ?? [];
    if (state === undefined || title === '' || attempt === undefined) return false;
    const scope = present({
      namespace: nameOf(cells.get('NAMESPACE') || undefined),
      pod: nameOf(cells.get('POD') || undefined),
      container: name(title),
    });
    const key = JSON.stringify([cells.get('POD ID'), title]);
    const restarts = Number(attempt);
    const newest = this.#attempts.get(key) ?? restarts;
    this.#attempts.set(key, Math.max(newest, restarts));
    this.#emit(line, title, scope, { state, image: cells.get('IMAGE'), restarts, previous: restarts < newest });
    return true;
  }

  #emit(
    line: Line,
    title: string,
    scope: Scope,
    run: Status & { readonly image: string | undefined; readonly restarts: number | undefined; readonly previous?: boolean },
  ): void {
    const { state, exitCode, health, restarts } = run;
    this.#context.emit({
      type: 'container',
      certainty: 'stated',
      citations: [citeLine(this.#context.source.path, line)],
      scope: { ...this.#context.source.scope, ...scope, ...(restarts === undefined ? {} : { incarnation: restarts }) },
      name: name(title),
      kind: 'container',
      previous: run.previous === true,
      state,
      environment: [],
      memoryLimitVariables: [],
      hostPorts: [],
      ...present({
        exitCode,
        exitWords: exitWords(exitCode),
        restartCount: restarts,
        image: nameOf(run.image || undefined),
        health: nameOf(health),
        ready: health === undefined ? undefined : health === 'healthy',
      }),
    });
  }
}

/** The status as Docker words it (daemon/container/state.go): `Exited (137) 4 minutes ago`, `Up 3 hours (unhealthy)`, `Restarting (1) 5 seconds ago`. */
function statusOf(text: string): Status | undefined {
  const [, word, code] = /^(Exited|Restarting) \((\d{1,3})\)(?: |$)/.exec(text) ?? [];
  if (code !== undefined) return word === 'Exited' ? { state: 'terminated', exitCode: Number(code) } : { state: 'waiting' };
  if (/^(?:Created|Initialized|Configured)$/.test(text)) return { state: 'waiting' };
  if (/^(?:Dead|Removal In Progress)$/.test(text)) return { state: 'terminated' };
  const [, in_] = /^Up (?:\d|Less|About|[Aa]n? )[^()]*(?:\(([^()]+)\))?$/.exec(text) ?? /^(Paused|Stopping)$/.exec(text) ?? [];
  if (in_ === undefined && !text.startsWith('Up ')) return undefined;
  const health = /^(?:healthy|unhealthy|starting)$/.test(in_?.replace('health: ', '') ?? '') ? in_?.replace('health: ', '') : undefined;
  return { state: 'running', ...(health === undefined ? {} : { health }) };
}
