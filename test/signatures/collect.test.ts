import { describe, expect, test } from 'vitest';
import { COLLECT_NAMES, namesInCommand } from '../../src/matcher/collect-names.ts';
import { loadSignatures } from '../../src/matcher/store.ts';

const commands = (await loadSignatures()).flatMap(({ id, collect }) => collect.map(({ command }) => ({ id, command })));

/** What is wrong with a command, by the convention of CONTRIBUTING. */
function problems(command: string): string[] {
  const elsewhere = /kubectl (?:exec|debug)/.test(command);
  const loops = new Set([...command.matchAll(/\bfor ([a-z]\w*) in\b/g)].map(([, name = '']) => name));
  return [
    ...namesInCommand(command)
      // A register of gdb.
      .filter((name) => !Object.hasOwn(COLLECT_NAMES, name) && !loops.has(name) && !(name === 'pc' && command.includes('gdb ')))
      .map((name) => `$${name} has no meaning in src/matcher/collect-names.ts`),
    // Within a pod its own server is asked.
    ...(/localhost|127\.0\.0\.1|:6060/.test(command) && !elsewhere ? ['an address of one machine: $HOST is that of the debug server'] : []),
    ...[...command.matchAll(/(\S*)\/debug\/pprof\//g)]
      .filter(([, before = '']) => !/^"?http:\/\/\$(?:HOST|PEER)$/.test(before))
      .map(([address]) => `${address} is not below http://$HOST`),
    ...[...command.matchAll(/(\S*)\/metrics\b/g)]
      .filter(([, before = '']) => !/^"?http:\/\/\$METRICS$/.test(before))
      .map(([address]) => `${address} is not below http://$METRICS`),
    ...(/\/proc\/1\//.test(command) && !elsewhere ? ['/proc/1/ where the process may have another id: /proc/$PID/'] : []),
    ...[...command.matchAll(/(?<![\w$"'{^|/=-])(?:BINARY|POD|FILE|IMAGE|PACKAGE|PID|NAME|HOST|NODE)(?![\w"'])/g)].map(
      ([word]) => `${word} without $`,
    ),
    ...(/(?<!\S)\.\/app\b/.test(command) ? ['./app: $BINARY'] : []),
  ];
}

test('commands use one name for one thing, and none that is not explained', () => {
  expect(commands.length).toBeGreaterThan(200);
  const wrong = commands.flatMap(({ id, command }) => problems(command).map((problem) => `${id}: ${problem}`));
  expect(wrong).toEqual([]);
});

test('each name is used', () => {
  const used = new Set(commands.flatMap(({ command }) => namesInCommand(command)));
  expect(Object.keys(COLLECT_NAMES).filter((name) => !used.has(name))).toEqual([]);
});

describe('the convention refuses', () => {
  test.each([
    ['curl -s "http://$POD_IP:6060/debug/pprof/heap" > heap.pb.gz', 3],
    ['curl -s http://localhost:8080/metrics', 2],
    ['curl -s http://$HOST/metrics', 1],
    ['cat /proc/1/status', 1],
    ['go version -m BINARY', 1],
    ['kubectl get pod POD', 1],
    ['GODEBUG=gctrace=1 ./app', 1],
  ])('%s', (command, count) => expect(problems(command)).toHaveLength(count));

  test.each([
    'kubectl exec -n $NS $POD -c $C -- cat /proc/1/status',
    'for i in 1 2; do cat /proc/$PID/stat > $i.txt; done',
    "awk '{print $4}'",
  ])('not %s', (command) => expect(problems(command)).toEqual([]));
});
