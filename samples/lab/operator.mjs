/**
 * What clients and people do with a service while it runs: some send requests, and somebody saves what its debug endpoint
 * shows. A step of a recipe's `operator` list; steps may overlap:
 *
 * atMs      when it begins, in milliseconds since the start of the program
 * get       path to request, or a function that gives it for the number of the request
 * requests  how many are sent                                         (optional, default 1)
 * atOnce    how many of them at the same time                         (optional, default all)
 * keepAlive true: the connections are kept for the next request       (optional, default false)
 * pprof     arguments of `go tool pprof`, which is given the address of `get` and whose output is saved  (optional)
 * save      name of the file for the answer                           (optional; the answer is thrown away without it)
 */
import { execFile } from 'node:child_process';
import { setMaxListeners } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** Does every step in its time. `signal` says that the program is gone. Rejects where a file cannot be saved. */
export async function operate({ steps, address, labOut, signal }) {
  const kept = new http.Agent({ keepAlive: true });
  // One listener a step.
  setMaxListeners(0, signal);
  const step = async ({ atMs, get, requests = 1, atOnce = requests, keepAlive = false, save, pprof }) => {
    await sleep(atMs, undefined, { signal }).catch(() => {});
    const ask = (i) => request(address, typeof get === 'function' ? get(i) : get, keepAlive ? kept : false);
    if (pprof !== undefined) {
      fs.writeFileSync(path.join(labOut, save), await print(pprof, `http://${address}${get}`));
      return;
    }
    if (save !== undefined) {
      const answer = await ask(0).catch((error) => {
        throw new Error(`cannot save ${save}: ${error.message}`);
      });
      fs.writeFileSync(path.join(labOut, save), answer);
      return;
    }
    let next = 0;
    const client = async () => {
      // The service may die under the load.
      while (next < requests && !signal.aborted) await ask(next++).catch(() => {});
    };
    await Promise.all(Array.from({ length: atOnce }, client));
  };
  await Promise.all(steps.map(step)).finally(() => kept.destroy());
}

/** What `go tool pprof` prints of a profile. It keeps a copy of what it fetches in a directory of its own. */
async function print(args, url) {
  const kept = fs.mkdtempSync(path.join(os.tmpdir(), 'goroner-pprof-'));
  try {
    const env = { ...process.env, PPROF_TMPDIR: kept, TZ: 'UTC' };
    return (await promisify(execFile)('go', ['tool', 'pprof', ...args, url], { env, maxBuffer: 1 << 26 })).stdout;
  } finally {
    fs.rmSync(kept, { recursive: true, force: true });
  }
}

/** One request; without an agent on a connection of its own, as curl makes it. Resolves with the body, as sent. */
function request(address, target, agent) {
  const [host, port] = address.split(':');
  const headers = agent === false ? { connection: 'close' } : {};
  return new Promise((resolve, reject) => {
    const call = http.get({ host, port, path: target, agent, headers }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const body = Buffer.concat(parts);
        if (response.statusCode < 400) resolve(body);
        else reject(new Error(`${target}: status ${response.statusCode}: ${body.toString('utf8').trim()}`));
      });
    });
    call.on('error', reject);
  });
}
