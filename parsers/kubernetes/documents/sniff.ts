import { isRuntimeJson } from '../../container-runtime/sniff.ts';

/** Forms in which objects of Kubernetes are written. */
export type ObjectFormat = 'json' | 'yaml';

/** Bytes of a file that are enough to tell. */
export const OBJECT_HEAD_BYTES = 64 * 1024;

/** `v1`, `apps/v1`, `events.k8s.io/v1beta1`. */
const API_VERSION = /^(?:[a-z0-9][a-z0-9.-]{0,250}\/)?v\d{1,3}(?:(?:alpha|beta)\d{1,3})?$/;
const KIND = /^[A-Z][A-Za-z0-9]{1,100}$/;
const YAML_VERSION = /^(?:- )?apiVersion:[ ]+["']?([^\s"']+)["']?\s*$/;
const YAML_KIND = /^(?:- |  )?kind:[ ]+["']?([^\s"']+)["']?\s*$/;
/** Fields by which the metadata of an object that a cluster has given out is known, and how many of them have to be there. */
const IDENTITY: ReadonlySet<string> = new Set(['name', 'namespace', 'uid', 'resourceVersion', 'creationTimestamp']);
const LEAST_IDENTITY = 4;
/** Levels of nesting after which a text is taken for something else. */
const DEEPEST_SEEN = 200;
/** Lines of a YAML document in which one of the two has to come up. */
const YAML_LINES = 2000;

/**
 * Whether a text begins with an object of Kubernetes, or a list of them: `apiVersion` and `kind` say so, wherever they stand among its first
 * fields; the name of a file plays no part. So do the containers of a runtime (`docker inspect`). Never throws.
 */
export function objectFormat(head: string): ObjectFormat | undefined {
  const start = head.search(/\S/);
  if (start < 0) return undefined;
  const first = head.charAt(start);
  if (first === '{' || first === '[') return isJsonObject(head, start) || isRuntimeJson(head) ? 'json' : undefined;
  return isYamlObject(head.slice(start)) ? 'yaml' : undefined;
}

function isYamlObject(text: string): boolean {
  let version = false;
  let kind = false;
  let items = false;
  for (const line of text.split('\n', YAML_LINES)) {
    const plain = line.endsWith('\r') ? line.slice(0, -1) : line;
    version ||= API_VERSION.test(YAML_VERSION.exec(plain)?.[1] ?? '');
    kind ||= KIND.test(YAML_KIND.exec(plain)?.[1] ?? '');
    items ||= plain === 'items:';
    // Of a list the kind stands behind its items, and each of them has its own.
    if (version && (kind || items)) return true;
    // Anything else at the margin is no YAML of this kind.
    if (!/^(?:#.*|---.*|%.*|\s.*|- .*|[A-Za-z]\w*:(?: .*)?|)$/.test(plain)) return false;
  }
  return false;
}

/**
 * Looks for the two fields, and one of those that every object has, at the depths at which objects and items of lists have them. A line of a
 * log may have the first two. The elements of a bare array often have neither: typed clients leave them out, and older collectors wrote what these
 * gave them.
 */
function isJsonObject(text: string, start: number): boolean {
  const depths: ('{' | '[')[] = [];
  const has = new Map<number, Set<string>>();
  let key: string | undefined;
  let listOf: string | undefined;
  let within: string | undefined;
  const identity = new Set<string>();
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '{' || character === '[') {
      if (character === '[' && depths.at(-1) === '{') listOf = key;
      if (depths.length === 2) within = key;
      depths.push(character);
      if (depths.length > DEEPEST_SEEN) return false;
      key = undefined;
      has.set(depths.length, new Set());
    } else if (character === '}' || character === ']') {
      depths.pop();
      if (depths.length === 0) return false;
    } else if (character === '"') {
      const end = closing(text, at + 1);
      if (end < 0) return false;
      const string = text.slice(at + 1, end);
      at = end;
      let next = end + 1;
      while (next < text.length && ' \t\r\n'.includes(text.charAt(next))) next++;
      const known = has.get(depths.length);
      if (text.charAt(next) === ':' && depths.at(-1) === '{') {
        key = string;
        at = next;
        if (key === 'metadata' || key === 'items') known?.add('rest');
        if (within === 'metadata' && IDENTITY.has(key) && depths.join('') === '[{{') identity.add(key);
        if (identity.size >= LEAST_IDENTITY) return true;
      } else if ((key === 'apiVersion' && API_VERSION.test(string)) || (key === 'kind' && KIND.test(string))) known?.add(key);
      if (known?.size === 3 && isPlaceOfObject(depths, listOf)) return true;
    }
  }
  return false;
}

/** An object by itself, an element of an array, or an item of a list. */
function isPlaceOfObject(depths: readonly string[], listOf: string | undefined): boolean {
  const path = depths.join('');
  return path === '{' || path === '[{' || ((path === '{[{' || path === '[{[{') && listOf === 'items');
}

function closing(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x5c) at++;
    else if (code === 0x22) return at;
  }
  return -1;
}
