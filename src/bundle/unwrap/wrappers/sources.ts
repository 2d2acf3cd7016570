import { sanitize } from '../../../text/safe-text.ts';
import type { Peeled, Wrapper } from '../wrapper.ts';

const KUBECTL = /^\[pod\/([^/\]\s]{1,253})\/([^\]\s]{1,253})\](?: ([^]*))?$/;
const KAIL = /^([a-z0-9][\w.-]{0,252})\/([a-z0-9][\w.-]{0,252})\[([a-z0-9][\w.-]{0,252})\]:(?: ([^]*))?$/;
const STERN = /^([a-z0-9][a-z0-9.-]{0,252}) ([a-z0-9][a-z0-9-]{0,62})(?: [│|])?(?: ([^]*))?$/;
const COMPOSE = /^([A-Za-z0-9][\w.-]{0,127}(?:@[\w.-]{1,253})?) *\|(?: ([^]*))?$/;
const PM2 = /^\d{1,4}\|([\w.-]{1,64}) *\|(?: ([^]*))?$/;
const HEROKU = /^([a-z][\w-]{0,63}\[[\w.-]{1,64}\]):(?: ([^]*))?$/;
const FLY = /^([a-z][\w-]{0,63}\[[\w-]{1,64}\]) [a-z]{3,4} \[[a-z]{3,8}\]([^]*)$/;
const CLOUD_FOUNDRY = /^\[([A-Z][A-Z0-9]{1,15}(?:\/[^\]\s]{1,64})+)\] +(OUT|ERR)(?: ([^]*))?$/;
/** Names of pods end in what makes them unique: a replica's hash or its number. */
const POD_SUFFIX = /-(?:[a-z0-9]{4,10}|\d{1,4})$/;
const DATE = /^\d{4}-\d\d-\d\d$/;
/** More writers than that in a few hundred lines are no writers but words. */
const MOST_NAMES = 40;

/** `kubectl logs --prefix`: `[pod/NAME/CONTAINER] text`. */
export const kubectlPrefix: Wrapper = {
  name: 'kubectl-prefix',
  share: 0.3,
  least: 1,
  fixed: true,
  peel: (line) => {
    const match = KUBECTL.exec(line);
    return match === null ? undefined : ofContainer(match[1], match[2], match[3]);
  },
};

/** `kail`: `NAMESPACE/POD[CONTAINER]: text`. */
export const kail: Wrapper = {
  name: 'kail',
  share: 0.5,
  least: 2,
  fixed: true,
  peel: (line) => {
    const match = KAIL.exec(line);
    if (match === null) return undefined;
    const peeled = ofContainer(match[2], match[3], match[4]);
    return { ...peeled, scope: { ...peeled.scope, namespace: sanitize(match[1] ?? '') } };
  },
};

/** `stern`: `POD CONTAINER text`, or with a bar before the text. */
export const stern: Wrapper = {
  name: 'stern',
  share: 0.6,
  least: 3,
  fixed: true,
  peel: (line) => {
    const match = STERN.exec(line);
    if (match === null || !POD_SUFFIX.test(match[1] ?? '') || DATE.test(match[1] ?? '')) return undefined;
    return ofContainer(match[1], match[2], match[3]);
  },
  plausible: (sample) => fewNames(sample, STERN),
};

/** `docker compose logs`: `web-1  | text`; `docker service logs`: `web.1.TASK@NODE    | text`. */
export const compose: Wrapper = {
  name: 'docker-compose',
  share: 0.6,
  least: 3,
  fixed: true,
  peel: (line) => {
    const match = COMPOSE.exec(line);
    if (match === null) return undefined;
    const [, name = '', text = ''] = match;
    const [container, node] = name.split('@');
    return { text, stream: name, scope: scopeOf({ container, node }) };
  },
  plausible: (sample) => fewNames(sample, COMPOSE),
};

/** `pm2 logs`: `0|app  | text`. */
export const pm2: Wrapper = {
  name: 'pm2',
  share: 0.6,
  least: 3,
  peel: (line) => {
    const match = PM2.exec(line);
    if (match === null) return undefined;
    return ofProcess(match[0].slice(0, match[0].indexOf('|', match[0].indexOf('|') + 1)).trimEnd(), match[2]);
  },
};

/** Heroku, below its time: `app[web.1]: text`. */
export const heroku: Wrapper = {
  name: 'heroku',
  share: 0.6,
  least: 3,
  peel: (line) => {
    const match = HEROKU.exec(line);
    return match === null ? undefined : ofProcess(match[1], match[2]);
  },
};

/** Fly.io, below its time: `app[MACHINE] lhr [info]text`. Source: flyctl, internal/render/logs.go. */
export const fly: Wrapper = {
  name: 'fly',
  share: 0.6,
  least: 3,
  peel: (line) => {
    const match = FLY.exec(line);
    return match === null ? undefined : ofProcess(match[1], match[2]);
  },
};

/** The same as older releases print it: with a blank before every text. */
export const olderFly: Wrapper = {
  ...fly,
  peel: (line) => {
    const peeled = fly.peel(line);
    return peeled === undefined || peeled.text === ''
      ? peeled
      : peeled.text.startsWith(' ')
        ? { ...peeled, text: peeled.text.slice(1) }
        : undefined;
  },
  plausible: (sample) => sample.every((line) => fly.peel(line) === undefined || olderFly.peel(line) !== undefined),
};

/** Cloud Foundry, below its time: `[APP/PROC/WEB/0] ERR text`. */
export const cloudFoundry: Wrapper = {
  name: 'cloud-foundry',
  share: 0.5,
  least: 2,
  peel: (line) => {
    const match = CLOUD_FOUNDRY.exec(line);
    return match === null ? undefined : { ...ofProcess(match[1], match[3]), stream: `${match[1]} ${match[2]}` };
  },
};

/** How short forms of the journal name a process: `web[4711]`. */
export function processOf(unit: string, pid: string | undefined): string {
  return pid === undefined || pid === '' ? unit : `${unit}[${pid}]`;
}

/** What logs for a whole node and not for a process of its own: its lines may speak of any of them. */
const OF_THE_NODE = /^(?:kernel|systemd|audit|init)(?:\[|$)/;

/** The scope of a process of a node, by the name under which it logs: `web[4711]`. */
export function scopeOfProcess(node: string | undefined, process: string) {
  return scopeOf({ node, process: OF_THE_NODE.test(process) ? undefined : process });
}

/** A scope of the parts that are known. */
export function scopeOf(parts: {
  process?: string | undefined;
  namespace?: string | undefined;
  pod?: string | undefined;
  container?: string | undefined;
  node?: string | undefined;
}) {
  return Object.fromEntries(
    Object.entries(parts).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, sanitize(value)]])),
  );
}

function ofContainer(pod = '', container = '', text = ''): Peeled {
  return { text, stream: `${pod}/${container}`, scope: { pod: sanitize(pod), container: sanitize(container) } };
}

function ofProcess(process = '', text = ''): Peeled {
  return { text, stream: process, scope: { process: sanitize(process) } };
}

function fewNames(sample: readonly string[], form: RegExp): boolean {
  const names = new Set(sample.flatMap((line) => form.exec(line)?.[1] ?? []));
  return names.size <= MOST_NAMES;
}
