import { describe, expect, test } from 'vitest';
import { read } from '../kubernetes/read.ts';

const ID = '4be0c2f1d7a94f4f9c0d6f0f4d0a8f0e5e3b2c1d0f9e8d7c6b5a4f3e2d1c0b9a';

/** A container as `docker inspect` prints it, with changes to its parts. */
function inspected(state: object, parts: { host?: object; config?: object; top?: object } = {}): object {
  return {
    Id: ID,
    Created: '2026-03-01T09:00:00.1Z',
    Path: '/web',
    Args: [],
    State: {
      Status: 'exited',
      Running: false,
      Paused: false,
      Restarting: false,
      OOMKilled: false,
      Dead: false,
      Pid: 0,
      ExitCode: 0,
      Error: '',
      StartedAt: '2026-03-01T09:00:00Z',
      FinishedAt: '2026-03-01T10:00:00Z',
      ...state,
    },
    Image: 'sha256:0f',
    Name: '/web',
    RestartCount: 0,
    HostConfig: { Memory: 0, NanoCpus: 0, CpuQuota: 0, CpuPeriod: 0, PidsLimit: null, Ulimits: null, OomScoreAdj: 0, ...parts.host },
    Config: {
      Env: ['PATH=/bin', 'DB_PASSWORD=canary-secret'],
      Cmd: ['/web'],
      Image: 'registry.example.org/web:9',
      Labels: {},
      ...parts.config,
    },
    ...parts.top,
  };
}

const text = (...containers: object[]) => `${JSON.stringify(containers, undefined, 4)}\n`;

describe('docker inspect', () => {
  test('a container that was killed for want of memory', async () => {
    const { artifact, of } = await read(
      text(
        inspected(
          { OOMKilled: true, ExitCode: 137 },
          {
            host: { Memory: 536870912, NanoCpus: 1500000000, PidsLimit: 200, Ulimits: [{ Name: 'nofile', Soft: 1024, Hard: 2048 }] },
            top: { RestartCount: 3, HostConfig2: {} },
          },
        ),
      ),
    );
    expect(artifact).toMatchObject({ status: 'read', kinds: ['container-runtime'] });
    const [container] = of('container');
    expect(container).toMatchObject({
      name: 'web',
      scope: { container: 'web', incarnation: 3 },
      state: 'terminated',
      previous: false,
      reason: 'OOMKilled',
      oomKilled: true,
      exitCode: 137,
      ranSeconds: 3600,
      restartCount: 3,
      image: 'registry.example.org/web:9',
      limits: { cpus: 1.5, memoryBytes: 536870912 },
      pidsLimit: 200,
      openFilesLimit: 1024,
    });
    expect(container?.citations[0]).toMatchObject({ firstLine: 7 });
    expect(container?.citations[0].excerpt).toContain('"OOMKilled": true');
  });

  test('values of the environment stay where they are, but for those of Go', async () => {
    const { facts, of } = await read(
      text(
        inspected(
          {},
          { host: { Memory: 1073741824 }, config: { Env: ['API_KEY=canary-key', 'GOMEMLIMIT=512MiB', 'GOGC=off', 'PATH=/bin'] } },
        ),
      ),
    );
    expect(JSON.stringify(facts)).not.toContain('canary');
    expect(of('container')[0]).toMatchObject({
      environment: ['API_KEY', 'GOMEMLIMIT', 'GOGC', 'PATH'],
      goMemoryLimit: { source: 'literal', bytes: 536870912, ofLimit: 0.5, malformed: false },
    });
    expect(of('runtime-settings')[0]).toMatchObject({ gogcOff: true, memoryLimitBytes: 536870912, memoryLimitSet: true });
  });

  test('an environment that has no GOMEMLIMIT sets none; one that is not whole says nothing', async () => {
    const { of } = await read(text(inspected({}), inspected({}, { config: { Env: ['A=b'] } })));
    expect(of('runtime-settings').map(({ memoryLimitSet }) => memoryLimitSet)).toEqual([false]);
  });

  test('a container that runs has no exit code, and its time of an end is of a run before', async () => {
    const { of } = await read(
      text(inspected({ Status: 'running', Running: true, Pid: 8, Health: { Status: 'unhealthy', FailingStreak: 4, Log: [] } })),
    );
    const [container] = of('container');
    expect(container).toMatchObject({ state: 'running', health: 'unhealthy', ready: false });
    expect(container).not.toHaveProperty('exitCode');
    expect(container).not.toHaveProperty('finishedUnixMs');
  });

  test('a kill of another process does not end the container that runs on', async () => {
    const { of } = await read(text(inspected({ Status: 'running', Running: true, OOMKilled: true, FinishedAt: '0001-01-01T00:00:00Z' })));
    expect(of('container')[0]).toMatchObject({ state: 'running', ready: true, oomKilled: true });
    expect(of('container')[0]).not.toHaveProperty('reason');
  });

  test('a container that waits to be started again has ended before', async () => {
    const { of } = await read(text(inspected({ Status: 'restarting', Restarting: true, ExitCode: 2 }, { top: { RestartCount: 7 } })));
    expect(of('container')).toMatchObject([
      { state: 'waiting', previous: false, restartCount: 7 },
      { state: 'terminated', previous: true, exitCode: 2, scope: { incarnation: 6 } },
    ]);
    expect(of('container')[0]).not.toHaveProperty('exitCode');
  });

  test('a container that could not be started', async () => {
    const error = 'failed to create task for container: exec: "/web": permission denied';
    const { of } = await read(text(inspected({ Status: 'created', ExitCode: 126, Error: error, StartedAt: '0001-01-01T00:00:00Z' })));
    expect(of('container')[0]).toMatchObject({ state: 'waiting', message: error });
  });

  test('containers of the kubelet have the pod in their name', async () => {
    const { of } = await read(
      text(inspected({ ExitCode: 1 }, { top: { Name: '/k8s_web_web-5_shop_5b0c6b1e-4d1a-4f57-8a15-0d9c3a6f8e21_2' } })),
    );
    expect(of('container')[0]).toMatchObject({ scope: { namespace: 'shop', pod: 'web-5', container: 'web' }, restartCount: 0 });
  });

  test('behind the command that printed it, and what follows is read as text', async () => {
    const { of } = await read(
      `$ docker inspect web\n${text(inspected({ ExitCode: 141 }))}panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/main.go:3 +0x1\n`,
    );
    expect(of('container')).toHaveLength(1);
    expect(of('crash')).toHaveLength(1);
  });

  test('the state alone', async () => {
    const state = { Status: 'exited', Running: false, OOMKilled: true, Dead: false, ExitCode: 137, StartedAt: '2026-03-01T09:00:00Z' };
    const { artifact, of } = await read(`${JSON.stringify(state)}\n`);
    expect(artifact?.kinds).toEqual(['container-runtime']);
    expect(of('container')).toMatchObject([{ name: '(unnamed)', scope: {}, reason: 'OOMKilled', exitCode: 137 }]);
  });

  test('in the midst of a transcript, whose other lines stay what they are', async () => {
    const { of } = await read(
      `=== date ===\nSun Mar  1 10:00:00 UTC 2026\n\n=== docker inspect web ===\n${text(inspected({ ExitCode: 141 }))}=== log ===\npanic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/main.go:3 +0x1\n`,
    );
    expect(of('container')).toMatchObject([{ exitCode: 141, citations: [{ firstLine: 11 }] }]);
    expect(of('crash')).toHaveLength(1);
  });

  test('an object of a program that is like it in part is none', async () => {
    const { of } = await read(
      `${JSON.stringify([{ Id: 'a', State: { Status: 'exited' } }])}\n${JSON.stringify({ msg: 'x', State: { ExitCode: 1 } })}\n`,
    );
    expect(of('container')).toEqual([]);
  });
});

describe('podman and crictl', () => {
  test('podman ps in JSON', async () => {
    const { of } = await read(
      text({
        AutoRemove: false,
        Command: ['/web'],
        Exited: true,
        ExitedAt: 1772359200,
        ExitCode: 137,
        Id: ID,
        Image: 'web:9',
        Names: ['web'],
        Pid: 0,
        StartedAt: 1772355600,
        State: 'exited',
      }),
    );
    expect(of('container')[0]).toMatchObject({ name: 'web', state: 'terminated', exitCode: 137, ranSeconds: 3600 });
  });

  const status = {
    id: ID,
    metadata: { attempt: 4, name: 'web' },
    state: 'CONTAINER_EXITED',
    startedAt: '2026-03-01T09:00:00Z',
    finishedAt: '2026-03-01T09:10:00Z',
    exitCode: 137,
    reason: 'OOMKilled',
    image: { image: 'registry.example.org/web:9' },
    labels: { 'io.kubernetes.container.name': 'web', 'io.kubernetes.pod.name': 'web-5', 'io.kubernetes.pod.namespace': 'shop' },
  };

  test('crictl inspect', async () => {
    const info = {
      runtimeSpec: {
        process: { env: ['PATH=/bin', 'TOKEN=canary', 'GOMEMLIMIT=512Mi'] },
        linux: { resources: { memory: { limit: 268435456 }, cpu: { quota: 50000, period: 100000 } } },
      },
    };
    const { facts, of } = await read(`${JSON.stringify({ status, info }, undefined, 2)}\n`);
    expect(of('container')[0]).toMatchObject({
      scope: { namespace: 'shop', pod: 'web-5', container: 'web', incarnation: 4 },
      reason: 'OOMKilled',
      exitCode: 137,
      restartCount: 4,
      limits: { cpus: 0.5, memoryBytes: 268435456 },
      goMemoryLimit: { malformed: true, text: '512Mi' },
    });
    expect(JSON.stringify(facts)).not.toContain('canary');
  });

  test('a list of crictl has no exit codes', async () => {
    const { exitCode: _code, reason: _reason, startedAt: _started, finishedAt: _finished, ...listed } = status;
    const { of } = await read(`${JSON.stringify({ containers: [listed] }, undefined, 2)}\n`);
    expect(of('container')[0]).toMatchObject({ state: 'terminated', restartCount: 4 });
    expect(of('container')[0]).not.toHaveProperty('exitCode');
  });
});
