import { gzipSync } from 'node:zlib';
import { tar } from '../../bundle/archive/make-tar.ts';
import { buildProfile } from '../../parsers/pprof/build-profile.ts';

/** A secret that was put somewhere, and nowhere else. */
export interface Canary {
  /** Where it stands. */
  readonly where: string;
  readonly secret: string;
}

/** Every secret that {@link canaryFiles} puts into a bundle. */
export const CANARIES: Canary[] = [];

/** A new secret with letters and digits, as such things have; `form` puts it together where it has a form of its own. */
function secret(where: string, form: (random: string) => string = (random) => random): string {
  const number = CANARIES.length;
  let state = (number + 1) * 2654435761;
  let random = `q${number}Z`;
  for (let i = 0; i < 17; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    random += 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'[(state >>> 16) % 56] ?? 'x';
  }
  const one = form(random);
  CANARIES.push({ where, secret: one });
  return one;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const upper = (random: string): string =>
  random
    .toUpperCase()
    .replaceAll(/[^A-Z2-7]/g, 'Q')
    .padEnd(16, 'Q')
    .slice(0, 16);
const jwt = (where: string): string =>
  secret(where, (random) => `eyJhbGciOiJIUzI1NiJ9.${base64(`{"sub":"${random}"}`).replaceAll('=', '')}.${random}`);
const aws = (where: string): string => secret(where, (random) => `AKIA${upper(random)}`);
const pem = (where: string): string =>
  `-----BEGIN RSA PRIVATE KEY-----\n${secret(where, (random) => `MIIEpAIBAAKCAQEA${random}${random}${random}`.slice(0, 64))}\n-----END RSA PRIVATE KEY-----`;
const url = (where: string, scheme = 'postgres'): string => `${scheme}://app:${secret(where)}@db.internal:5432/shop`;
const dsn = (where: string): string => `app:${secret(where)}@tcp(db.internal:3306)/shop`;

const stack = (fn: string): string =>
  `goroutine 1 [running]:\nmain.${fn}()\n\t/src/app/main.go:12 +0x1d\nmain.main()\n\t/src/app/main.go:5 +0x1d\n`;

/** Every text in which people and programs put secrets, as `where` and a line. */
function lines(kind: string): readonly string[] {
  const at = (what: string): string => `${kind}: ${what}`;
  return [
    `dial failed: ${url(at('URL with a password'))}`,
    `amqp: ${url(at('URL of a queue'), 'amqp')}: connection refused`,
    `redis://:${secret(at('URL with a password alone'))}@cache:6379/0 refused`,
    `open ${dsn(at('DSN of MySQL'))}: bad connection`,
    `connect host=db user=app password=${secret(at('DSN of lib/pq'))} sslmode=disable failed`,
    `connect Server=db;Database=x;User Id=sa;Password=${secret(at('connection string'))};Encrypt=true failed`,
    `request Authorization: Bearer ${secret(at('bearer token'))} was refused`,
    `request map[Authorization:[Basic ${secret(at('basic credentials'), (random) => base64(`u:${random}`))}] Accept:[*/*]]`,
    `token is ${jwt(at('JSON Web Token'))}`,
    `key ${aws(at('AWS key id'))} was refused`,
    `aws_secret_access_key=${secret(at('AWS secret key'), (random) => `${random}/${random}`.slice(0, 40))}`,
    `config {User:app Password:${secret(at('struct of Go'))} ApiKey:${secret(at('API key in a struct'))}}`,
    `config &main.Config{Token:"${secret(at('struct of Go by %#v'))}", N:1}`,
    `config {"client_secret":"${secret(at('JSON'))}","n":1}`,
    `config "{\\"password\\":\\"${secret(at('JSON in a string'))}\\"}"`,
    `GET /x?access_token=${secret(at('query'))}&page=2 500`,
    `Cookie: session=${secret(at('cookie'))}; theme=dark`,
    `X-Api-Key: ${secret(at('header with a key'))}`,
    `github ${secret(at('GitHub token'), (random) => `ghp_${random}${random}`.slice(0, 40))} expired`,
    `slack ${secret(at('Slack token'), (random) => `xoxb-${random}`)} expired`,
    `stripe ${secret(at('Stripe key'), (random) => `sk_live_${random}`)} expired`,
    `flags --db-password ${secret(at('flag with a blank'))} --port 80`,
    `flags --api-token=${secret(at('flag with a sign'))}`,
    `login as ${secret(at('e-mail address'), (random) => `${random}@example.com`)}`,
    `peer ${secret(at('IPv4 address'), (random) => `10.${(random.charCodeAt(3) % 200) + 1}.${random.charCodeAt(4)}.${random.charCodeAt(5)}`)}:443 closed`,
  ];
}

const env = (where: string): { name: string; value: string }[] => [
  { name: 'DB_PASSWORD', value: secret(`${where}: DB_PASSWORD`) },
  { name: 'SIGNING_KEY', value: secret(`${where}: SIGNING_KEY`) },
  { name: 'DATABASE_URL', value: url(`${where}: DATABASE_URL`) },
  { name: 'AWS_ACCESS_KEY_ID', value: aws(`${where}: AWS_ACCESS_KEY_ID`) },
  { name: 'PGPASS', value: secret(`${where}: PGPASS`) },
  { name: 'NPM_TOKEN', value: secret(`${where}: NPM_TOKEN`) },
  { name: 'GOMEMLIMIT', value: '512MiB' },
];

function pod(where: string): object {
  const command = (what: string): string[] => [
    'sh',
    '-c',
    `curl -u app:${secret(`${where}: ${what}, user of curl`)} -H "Authorization: Bearer ${secret(`${where}: ${what}`)}" http://localhost/`,
  ];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'web-1',
      namespace: 'shop',
      labels: { app: 'web', 'api-token': secret(`${where}: label`) },
      annotations: {
        'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({
          spec: { containers: [{ env: env(`${where}: last applied`) }] },
        }),
        'k3s.io/node-args': JSON.stringify(['server', '--token', secret(`${where}: node arguments`)]),
        note: `password=${secret(`${where}: annotation`)}`,
      },
    },
    spec: {
      nodeName: 'node-1',
      containers: [
        {
          name: 'web',
          image: 'registry.example.com/shop/web:1.2.3',
          command: ['/app', `--api-token=${secret(`${where}: command`)}`],
          args: ['--db-password', secret(`${where}: argument`), `--dsn=${url(`${where}: argument with a URL`)}`],
          env: env(`${where}: environment`),
          resources: { limits: { memory: '512Mi' } },
          livenessProbe: { exec: { command: command('liveness probe') }, failureThreshold: 3 },
          readinessProbe: {
            httpGet: {
              path: `/health?token=${secret(`${where}: path of a probe`)}`,
              port: 80,
              httpHeaders: [{ name: 'Authorization', value: `Bearer ${secret(`${where}: header of a probe`)}` }],
            },
          },
          lifecycle: { preStop: { exec: { command: command('preStop hook') } } },
        },
      ],
    },
    status: {
      phase: 'Running',
      message: `evicted: ${lines(`${where}: message of the pod`).join('; ')}`,
      conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady', message: `password=${secret(`${where}: condition`)}` }],
      containerStatuses: [
        {
          name: 'web',
          restartCount: 7,
          state: { waiting: { reason: 'CrashLoopBackOff', message: `back-off ${url(`${where}: message of a waiting container`)}` } },
          lastState: {
            terminated: {
              exitCode: 2,
              reason: 'Error',
              message: `panic: ${lines(`${where}: termination message`).join('\npanic: ')}\n\n${stack('run')}`,
            },
          },
        },
      ],
    },
  };
}

const yaml = (value: object): string => JSON.stringify(value, undefined, 1);

/** Files of a bundle with a secret in every place where one may stand. */
export function canaryFiles(): ReadonlyMap<string, string | Uint8Array> {
  CANARIES.length = 0;
  const files = new Map<string, string | Uint8Array>();
  const put = (name: string, data: string | Uint8Array): void => void files.set(name, data);
  put('pods.json', JSON.stringify({ apiVersion: 'v1', kind: 'PodList', items: [pod('pod')] }));
  put('pod.yaml', yaml(pod('pod in YAML')));
  put(
    'events.json',
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'EventList',
      items: lines('event').map((message, i) => ({
        metadata: { name: `e${i}`, namespace: 'shop' },
        involvedObject: { kind: 'Pod', name: 'web-1', namespace: 'shop' },
        reason: 'BackOff',
        type: 'Warning',
        message,
        count: 3,
      })),
    }),
  );
  put(
    'configmap.json',
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'c' },
      data: { 'app.yaml': `password: ${secret('ConfigMap')}\npanic: ${url('panic in a ConfigMap')}\n\n${stack('config')}` },
    }),
  );
  put(
    'secret.json',
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's' },
      data: { password: base64(secret('Secret')) },
      stringData: { password: secret('stringData of a Secret') },
    }),
  );
  put(
    'describe.txt',
    `Name:             web-1\nNamespace:        shop\nNode:             node-1/10.1.2.3\nAnnotations:      token: ${secret('describe: annotation')}\nStatus:           Running\nContainers:\n  web:\n    Image:          web:1\n    Command:\n      /app\n      --api-token=${secret('describe: command')}\n    Args:\n      --db-password\n      ${secret('describe: argument')}\n    State:          Waiting\n      Reason:       CrashLoopBackOff\n    Last State:     Terminated\n      Reason:       Error\n      Message:      ${lines('describe: message').join(' ')}\n      Exit Code:    2\n    Restart Count:  9\n    Environment:\n${env(
      'describe: environment',
    )
      .map(({ name, value }) => `      ${name}:  ${value}`)
      .join('\n')}\nEvents:\n  Type     Reason   Age  From     Message\n  ----     ------   ---  ----     -------\n${lines(
      'describe: event',
    )
      .map((line) => `  Warning  BackOff  1m   kubelet  ${line}`)
      .join('\n')}\n`,
  );
  for (const [i, line] of lines('panic value').entries()) put(`panics/${i}.log`, `panic: ${line}\n\n${stack(`run${i}`)}exit status 2\n`);
  for (const [i, line] of lines('fatal error').entries())
    put(`fatal/${i}.log`, `2026/11/26 07:00:00 ${line}\nfatal error: ${line}\n\n${stack(`stop${i}`)}`);
  for (const [i, line] of lines('panic of a server').entries())
    put(`http/${i}.log`, `2026/11/26 07:00:00 http: panic serving 10.9.9.9:1234: ${line}\n${stack(`serve${i}`)}`);
  put('pem.log', `panic: bad key ${pem('panic with a private key')}\n\n${stack('key')}`);
  put(
    'app.log',
    lines('log')
      .map((line, i) =>
        [
          `time="2026-11-26T07:00:${String(i).padStart(2, '0')}Z" level=fatal msg=${JSON.stringify(line)} error=${JSON.stringify(line)}`,
          `2026-11-26T07:00:00Z ERROR ${line}`,
          `dial tcp 10.2.3.4:5432: connect: connection refused: ${line}`,
          `pq: sorry, too many clients already: ${line}`,
          `context deadline exceeded: ${line}`,
          `accept tcp [::]:80: accept4: too many open files: ${line}`,
          `etcdserver: request timed out: ${line}`,
          `x509: certificate has expired or is not yet valid: ${line}`,
          `FATAL ${line}`,
        ].join('\n'),
      )
      .join('\n'),
  );
  put('last.log', `${'starting\n'.repeat(50)}FATAL: ${lines('last words').join('\nFATAL: ')}\nexit status 1\n`);
  put(
    'app.json',
    lines('structured log')
      .map((line) =>
        JSON.stringify({
          level: 'fatal',
          ts: 1,
          msg: line,
          password: secret('field of a structured log'),
          error: line,
          stacktrace: stack('log'),
        }),
      )
      .join('\n'),
  );
  put(
    'dmesg.txt',
    `[1.0] Out of memory: Killed process 7 (app) total-vm:100kB, anon-rss:50kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:10kB oom_score_adj:0\n[2.0] oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=token=${secret('kernel log: cpuset')},mems_allowed=0,oom_memcg=/x,task_memcg=/password=${secret('kernel log: memcg')},task=app,pid=7,uid=0\n[3.0] app[7]: segfault at 0 ip 1 sp 2 error 4 in token=${secret('kernel log: module')}[1+2]\n`,
  );
  put(
    'ps.txt',
    `USER       PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\nroot         7  1.0  2.0 100000 50000 ?        D    07:00   0:00 /app --db-password ${secret('ps: argument')} --api-token=${secret('ps: flag')} ${url('ps: URL')}\n`,
  );
  put(
    'proc/7/environ',
    env('environ')
      .map(({ name, value }) => `${name}=${value}`)
      .join('\0'),
  );
  put(
    'proc/7/cmdline',
    `/app\0--db-password\0${secret('cmdline: argument')}\0--dsn=${url('cmdline: URL')}\0--api-token=${secret('cmdline: flag')}`,
  );
  put('proc/7/status', 'Name:\tapp\nState:\tD (disk sleep)\nPid:\t7\nPPid:\t1\nVmRSS:\t50000 kB\nThreads:\t9\n');
  put(
    'env.txt',
    env('output of env')
      .map(({ name, value }) => `${name}=${value}`)
      .join('\n'),
  );
  put(
    'ss.txt',
    `State      Recv-Q Send-Q Local Address:Port  Peer Address:Port Process\nESTAB      0      0      ${secret('ss: local address', () => '10.77.66.55')}:80         ${secret('ss: peer', () => '10.88.66.55')}:443       users:(("token=${secret('ss: process')}",pid=7,fd=3))\n`,
  );
  put(
    'lsof.txt',
    `COMMAND  PID USER   FD   TYPE DEVICE SIZE/OFF NODE NAME\napp        7   root   3u  IPv4 1      0t0      TCP ${secret('lsof: local address', () => '10.77.66.44')}:80->${secret('lsof: peer', () => '10.88.66.44')}:443 (CLOSE_WAIT)\napp        7   root   4r  REG  1 2 3 /data/password=${secret('lsof: file')}\n`,
  );
  put(
    'labels.txt',
    `goroutine profile: total 2\n2 @ 0x1 0x2\n# labels: {"api_key":"${secret('goroutine label')}", "url":"${url('goroutine label with a URL')}"}\n#\t0x1\tmain.work+0x1\t/src/app/main.go:9\n`,
  );
  put(
    'labels27.txt',
    `goroutine 7 [chan receive, 90 minutes] {"auth token": "${secret('goroutine label of Go 1.27')}"}:\nmain.work()\n\t/src/app/main.go:9 +0x1\n`,
  );
  put(
    'heap.pb.gz',
    gzipSync(
      buildProfile({
        sampleTypes: [
          ['inuse_objects', 'count'],
          ['inuse_space', 'bytes'],
        ],
        period: ['space', 'bytes', 524_288],
        samples: [
          { stack: ['a'], values: [1, 500_000_000], labels: { password: secret('pprof label'), url: url('pprof label with a URL') } },
        ],
        locations: { a: [['main.f', '/src/app/a.go', 1]] },
      }),
    ),
  );
  put(
    'expvar.json',
    JSON.stringify({
      cmdline: ['/app', '--db-password', secret('expvar: argument'), `--api-token=${secret('expvar: flag')}`, url('expvar: URL')],
      memstats: { Alloc: 1, NumGC: 2, HeapInuse: 3, Sys: 4 },
    }),
  );
  put(
    'metrics.txt',
    `# TYPE go_goroutines gauge\ngo_goroutines{token="${secret('metric label')}"} 50000\n# TYPE app_info gauge\napp_info{dsn="${url('metric label with a URL')}"} 1\nprocess_open_fds 1020\nprocess_max_fds 1024\ngo_memstats_heap_inuse_bytes 1\n`,
  );
  put(
    'version.txt',
    `/app: go1.22.1\n\tpath\texample.org/app\n\tmod\texample.org/app\tv1.0.0\t\n\tbuild\t-ldflags="-X main.token=${secret('ldflags: flag')} -X main.dsn=${url('ldflags: URL')}"\n\tbuild\tCGO_ENABLED=1\n`,
  );
  put(
    'sched.log',
    `SCHED 0ms: gomaxprocs=2 idleprocs=2 threads=5 spinningthreads=0 needspinning=0 idlethreads=3 runqueue=0 [0 0]\npassword=${secret('beside a schedtrace')}\nSCHED 1000ms: gomaxprocs=2 idleprocs=2 threads=5 spinningthreads=0 needspinning=0 idlethreads=3 runqueue=0 [0 0]\n`,
  );
  put(
    'gc.log',
    `gc 1 @0.1s 1%: 0.1+0.1+0.1 ms clock, 0.1+0.1/0.1/0.1+0.1 ms cpu, 4->4->1 MB, 4 MB goal, 0 MB stacks, 0 MB globals, 2 P\npassword=${secret('beside a gctrace')}\n`,
  );
  put(
    'test.log',
    `=== RUN   TestX\n    x_test.go:1: ${lines('test log').join('\n    x_test.go:2: ')}\n--- FAIL: TestX (0.00s)\npanic: ${url('panic in a test')} [recovered]\n\n${stack('TestX')}FAIL\texample.org/x\t0.1s\n`,
  );
  put(
    'race.log',
    `password=${secret('before a race')}\n==================\nWARNING: DATA RACE\nWrite at 0x00c000012345 by goroutine 7:\n  main.f()\n      /src/a.go:1 +0x1\n\nPrevious read at 0x00c000012345 by main goroutine:\n  main.g()\n      /src/b.go:2 +0x2\n==================\n`,
  );
  put(`dump-password=${secret('name of a file')}.txt`, stack('named'));
  put(`hosts/${secret('name of a directory', () => '10.66.55.44')}/goroutine.txt`, stack('host'));
  put(
    'in.tar',
    tar(
      { name: `token=${secret('name of an entry')}/x.log`, data: `panic: ${url('file in an archive')}\n\n${stack('inside')}` },
      { name: 'link', type: '2', link: `/nowhere/token=${secret('target of a link')}` },
    ),
  );
  put('hidden.log', `panic: dial postgres://***HIDDEN***:***HIDDEN***@db/x: password=***HIDDEN***\n\n${stack('hidden')}exit status 2\n`);
  return files;
}
