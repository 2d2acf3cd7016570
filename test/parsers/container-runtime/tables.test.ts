import { expect, test } from 'vitest';
import { read } from '../kubernetes/read.ts';

const WIDTHS = [15, 29, 10, 14, 32, 10];
const row = (...cells: readonly string[]) => cells.map((cell, i) => cell.padEnd(WIDTHS[i] ?? 0)).join('');
const listed = (id: string, status: string, names: string) =>
  row(id, 'registry.example.org/web:9', '"/web"', '2 hours ago', status, '', names);
/** The table of `docker ps -a` with rows of a status and a name. */
const docker = (...rows: readonly (readonly [status: string, name: string])[]) =>
  [
    row('CONTAINER ID', 'IMAGE', 'COMMAND', 'CREATED', 'STATUS', 'PORTS', 'NAMES'),
    ...rows.map(([status, name], i) => listed(`4be0c2f1d7a${i}`, status, name)),
  ].join('\n');

test('docker ps -a', async () => {
  const { artifact, of } = await read(
    `${docker(
      ['Exited (137) 4 minutes ago', 'web'],
      ['Up 3 hours (unhealthy)', 'api'],
      ['Up About an hour', 'db'],
      ['Restarting (2) 5 seconds ago', 'job'],
      ['Created', 'new'],
    )}\n`,
  );
  expect(artifact?.kinds).toEqual(['container-runtime']);
  expect(of('container')).toMatchObject([
    { name: 'web', state: 'terminated', exitCode: 137, image: 'registry.example.org/web:9', scope: { container: 'web' } },
    { name: 'api', state: 'running', health: 'unhealthy', ready: false },
    { name: 'db', state: 'running' },
    { name: 'job', state: 'waiting' },
    { name: 'new', state: 'waiting' },
  ]);
  expect(of('container')[2]).not.toHaveProperty('ready');
  expect(of('container')[3]).not.toHaveProperty('exitCode');
});

test('a line that is no row ends the table, and goes to the others', async () => {
  const { of } = await read(`${docker(['Exited (1) 2 days ago', 'web'])}\n\n${listed('4be0c2f1d7a9', 'Exited (1) 2 days ago', 'later')}\n`);
  expect(of('container').map(({ name }) => name)).toEqual(['web']);
});

test('docker ps in JSON, line by line', async () => {
  const line = JSON.stringify({
    Command: '"/web"',
    ID: '4be0c2f1d7a9',
    Image: 'web:9',
    Names: 'web',
    RunningFor: '2 hours ago',
    State: 'exited',
    Status: 'Exited (141) 4 minutes ago',
  });
  const { of } = await read(`${line}\n`);
  expect(of('container')).toMatchObject([{ name: 'web', exitCode: 141, state: 'terminated' }]);
});

test('crictl ps -a: the attempt numbers the runs', async () => {
  const { of } = await read(
    [
      'CONTAINER           IMAGE               CREATED             STATE               NAME                ATTEMPT             POD ID              POD',
      '4be0c2f1d7a94       9f1d6a0b7c2e3       10 seconds ago      Running             web                 2                   0a1b2c3d4e5f6       web-5',
      '5be0c2f1d7a94       9f1d6a0b7c2e3       2 minutes ago       Exited              web                 1                   0a1b2c3d4e5f6       web-5',
      '',
    ].join('\n'),
  );
  expect(of('container')).toMatchObject([
    { name: 'web', state: 'running', previous: false, restartCount: 2, scope: { pod: 'web-5', container: 'web', incarnation: 2 } },
    { name: 'web', state: 'terminated', previous: true, restartCount: 1 },
  ]);
});
