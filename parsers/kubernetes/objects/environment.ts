import type { GoMemoryLimit, Resources } from '../../../src/evidence/facts/kubernetes.ts';
import type { RuntimeSettingsFact } from '../../../src/evidence/facts/runtime-settings.ts';
import type { SafeText } from '../../../src/text/safe-text.ts';
import { toBigInt } from '../../../src/text/exact.ts';
import { type Data, at, listAt, textAt } from '../documents/data.ts';
import { parseGoMemoryLimit } from './go-memory-limit.ts';
import { dividedUp, parseQuantity } from './quantity.ts';
import { name, nameOf, present } from './source.ts';

/** Variables of one container, at most. */
const MOST = 500;
/** Variables that the Go runtime reads: the only ones whose values are kept, since others may be secrets. */
const OF_GO: ReadonlySet<string> = new Set(['GOMEMLIMIT', 'GOGC', 'GOMAXPROCS', 'GODEBUG', 'GOTRACEBACK']);

/** How a container's environment is set. */
export interface Environment {
  readonly names: readonly SafeText[];
  /** More variables come from ConfigMaps or Secrets, whose names are not in the object. */
  readonly hasMore: boolean;
  /** Variables that the Downward API fills with the memory limit. */
  readonly memoryLimitVariables: readonly SafeText[];
  readonly goMemoryLimit?: GoMemoryLimit;
  /** What is stated of the Go runtime. */
  readonly settings?: Partial<Omit<RuntimeSettingsFact, 'id' | 'type' | 'scope' | 'certainty' | 'citations'>>;
  /** Where that stands. */
  readonly cited: readonly Data[];
  /** Where a variable stands that tells of a memory limit, and the fields of the container that it states. */
  readonly aboutMemory: readonly { readonly part: Data; readonly states: readonly string[] }[];
}

/** Reads `env` and `envFrom` of a container. */
export function environmentOf(container: Data, limits: Resources | undefined): Environment {
  const variables = listAt(container, 'env').slice(0, MOST);
  const values = new Map<string, string>();
  const cited: Data[] = [];
  const names: SafeText[] = [];
  const memoryLimitVariables: SafeText[] = [];
  const aboutMemory: { readonly part: Data; readonly states: readonly string[] }[] = [];
  let goMemoryLimit: GoMemoryLimit | undefined;
  for (const variable of variables) {
    const variableName = textAt(variable, 'name');
    if (variableName === undefined) continue;
    names.push(name(variableName));
    const value = textAt(variable, 'value');
    const resource = textAt(variable, 'valueFrom', 'resourceFieldRef', 'resource');
    if (resource === 'limits.memory') {
      memoryLimitVariables.push(name(variableName));
      cited.push(variable);
    }
    const states = [
      ...(resource === 'limits.memory' ? ['memoryLimitVariables'] : []),
      ...(variableName === 'GOMEMLIMIT' ? ['goMemoryLimit'] : []),
    ];
    if (states.length > 0) aboutMemory.push({ part: variable, states });
    if (!OF_GO.has(variableName)) continue;
    if (!cited.includes(variable)) cited.push(variable);
    if (value !== undefined) values.set(variableName, value);
    if (variableName === 'GOMEMLIMIT') goMemoryLimit = goMemoryLimitOf(variable, value, resource, limits);
  }
  const settings = settingsOf(values, goMemoryLimit);
  return {
    names,
    hasMore: listAt(container, 'envFrom').length > 0,
    memoryLimitVariables,
    cited,
    aboutMemory,
    ...(goMemoryLimit === undefined ? {} : { goMemoryLimit }),
    ...(settings === undefined ? {} : { settings }),
  };
}

/**
 * Reads the environment of a container that runs, as its runtime has it: a list of `NAME=value` with the variables of the image. Where it has
 * PATH it is whole, and a GOMEMLIMIT that is not in it is not set.
 */
export function environmentOfList(list: readonly Data[], limits: Resources | undefined): Environment {
  const values = new Map<string, string>();
  const cited: Data[] = [];
  const names: SafeText[] = [];
  let path: Data | undefined;
  for (const variable of list.slice(0, MOST)) {
    const text = variable.kind === 'text' ? variable.text : '';
    const equals = text.indexOf('=');
    if (equals <= 0) continue;
    const variableName = text.slice(0, equals);
    names.push(name(variableName));
    if (variableName === 'PATH') path = variable;
    if (!OF_GO.has(variableName)) continue;
    values.set(variableName, text.slice(equals + 1));
    cited.push(variable);
  }
  const value = values.get('GOMEMLIMIT');
  const limit = value === undefined || value === '' ? undefined : goMemoryLimit('literal', value, limits);
  const set = settingsOf(values, limit);
  const unset = limit === undefined && path !== undefined && list.length <= MOST;
  if (unset && path !== undefined) cited.push(path);
  const settings = unset ? { ...set, memoryLimitSet: false } : set;
  return {
    names,
    hasMore: list.length > MOST,
    memoryLimitVariables: [],
    cited,
    aboutMemory: [],
    ...(limit === undefined ? {} : { goMemoryLimit: limit }),
    ...(settings === undefined ? {} : { settings }),
  };
}

function goMemoryLimitOf(
  variable: Data,
  value: string | undefined,
  resource: string | undefined,
  limits: Resources | undefined,
): GoMemoryLimit | undefined {
  // $(NAME) is replaced by another variable.
  if (value !== undefined && !value.includes('$(')) return goMemoryLimit('literal', value, limits);
  if (resource !== 'limits.memory' && resource !== 'requests.memory')
    return at(variable, 'valueFrom') === undefined && value === undefined ? undefined : { source: 'reference', malformed: false };
  const source = resource === 'limits.memory' ? 'limit' : 'request';
  const divisor = textAt(variable, 'valueFrom', 'resourceFieldRef', 'divisor') ?? '1';
  const by = parseQuantity(divisor === '0' ? '1' : divisor);
  // Without a limit the Downward API gives what the node can allocate.
  const limit = source === 'limit' ? limits?.memoryBytes : undefined;
  // A description has the result in the place of the divisor.
  const printed = textAt(variable, 'valueFrom', 'resourceFieldRef', 'printed');
  if (printed !== undefined && /^\d+$/.test(printed)) return goMemoryLimit(source, printed, limits);
  const divided = limit === undefined || by === undefined ? undefined : dividedUp({ over: toBigInt(limit), under: 1n }, by);
  const computed: GoMemoryLimit = divided === undefined ? { source, malformed: false } : goMemoryLimit(source, String(divided), limits);
  return {
    ...computed,
    ...present({ divisor: nameOf(divisor) }),
    ...(source === 'limit' && limit === undefined ? { withoutLimit: true } : {}),
  };
}

function goMemoryLimit(source: GoMemoryLimit['source'], text: string, limits: Resources | undefined): GoMemoryLimit {
  const read = parseGoMemoryLimit(text);
  if (read.kind !== 'bytes') return { source, text: name(text), malformed: read.kind === 'malformed' };
  const { bytes } = read;
  const limit = limits?.memoryBytes;
  const ofLimit = limit === undefined || Number(limit) <= 0 ? undefined : Math.round((Number(bytes) / Number(limit)) * 1000) / 1000;
  return { source, text: name(text), bytes, malformed: false, ...present({ ofLimit }) };
}

function settingsOf(values: ReadonlyMap<string, string>, limit: GoMemoryLimit | undefined): Environment['settings'] {
  const gogc = values.get('GOGC');
  const processors = values.get('GOMAXPROCS');
  const settings = present({
    gogc: gogc !== undefined && /^\d{1,9}$/.test(gogc) ? Number(gogc) : undefined,
    gogcOff: gogc === undefined ? undefined : gogc === 'off',
    memoryLimitBytes: limit?.bytes,
    memoryLimitSet:
      limit === undefined || limit.malformed || limit.source === 'reference'
        ? undefined
        : limit.bytes !== undefined || limit.withoutLimit === true,
    gomaxprocs: processors !== undefined && /^[1-9]\d{0,5}$/.test(processors) ? Number(processors) : undefined,
    godebug: nameOf(values.get('GODEBUG')),
    gotraceback: nameOf(values.get('GOTRACEBACK')),
  });
  return Object.keys(settings).length === 0 ? undefined : settings;
}
