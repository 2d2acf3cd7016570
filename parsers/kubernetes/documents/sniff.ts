/** Forms in which objects of Kubernetes are written. */
export type ObjectFormat = 'json' | 'yaml';

/** Bytes of a file that are enough to tell. */
export const OBJECT_HEAD_BYTES = 64 * 1024;

/** `v1`, `apps/v1`, `events.k8s.io/v1beta1`. */
const API_VERSION = /^(?:[a-z0-9][a-z0-9.-]{0,250}\/)?v\d{1,3}(?:(?:alpha|beta)\d{1,3})?$/;
const KIND = /^[A-Z][A-Za-z0-9]{1,100}$/;
const YAML_VERSION = /^(?:- )?apiVersion:[ ]+["']?([^\s"']+)["']?\s*$/;
const YAML_KIND = /^(?:- |  )?kind:[ ]+["']?([^\s"']+)["']?\s*$/;
/** Levels of nesting after which a text is taken for something else. */
const DEEPEST_SEEN = 200;
/** Lines of a YAML document in which one of the two has to come up. */
const YAML_LINES = 2000;

/**
 * Whether a text begins with an object of Kubernetes, or a list of them: `apiVersion` and `kind` say so, wherever they stand among its first
 * fields; the name of a file plays no part. Never throws.
 */
export function objectFormat(head: string): ObjectFormat | undefined {
  const start = head.search(/\S/);
  if (start < 0) return undefined;
  const first = head.charAt(start);
  if (first === '{' || first === '[') return isJsonObject(head, start) ? 'json' : undefined;
  return isYamlObject(head.slice(start)) ? 'yaml' : undefined;
}

/** A command as it stands in a copy of a terminal: `$ kubectl get pod -o yaml`, `+ oc get …`, `root@host:~# kubectl …`. */
const COMMAND = /^[^\n{}"]{0,100}?(?:[$#%>+] ?)(?:sudo )?(?:kubectl|oc|k3s kubectl|microk8s kubectl) [^\n]{0,500}\r?\n/;

/** The same for a text whose first line is the command that printed it. */
export function objectFormatBehindCommand(head: string): ObjectFormat | undefined {
  const command = COMMAND.exec(head);
  return command === null ? undefined : objectFormat(head.slice(command[0].length));
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
 * log may have the first two.
 */
function isJsonObject(text: string, start: number): boolean {
  const depths: ('{' | '[')[] = [];
  const has = new Map<number, Set<string>>();
  let key: string | undefined;
  let listOf: string | undefined;
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '{' || character === '[') {
      if (character === '[' && depths.at(-1) === '{') listOf = key;
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
