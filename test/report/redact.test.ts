import { describe, expect, test } from 'vitest';
import { redact, redactData } from '../../src/report/redact.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import { citation } from '../matcher/fixture.ts';
import { artifact, finding, report, result } from './fixture.ts';

/** Texts as a reader of the shared report sees them: each goes through as one evidence statement of the same report. */
function redacted(...texts: string[]): string[] {
  const evidence = texts.map((text) => ({
    evidence: 'panic',
    role: 'required' as const,
    statement: sanitize(text),
    certainty: 'stated' as const,
    citation: citation(),
    more: [],
  }));
  return (
    redact(report([], { result: result({ findings: [finding({ evidence })] }) })).findings[0]?.evidence.map(({ statement }) => statement) ??
    []
  );
}

describe('what is hidden', () => {
  test.each([
    ['dial tcp 10.1.2.3:5432: connect: connection refused', 'dial tcp <ip-1>:5432: connect: connection refused'],
    ['host 10.0.0.1.nip.io.', 'host <ip-1>.nip.io.'],
    ['\u001b[32m10.0.0.1\u001b[0m', '\\x1b[32m<ip-1>\\x1b[0m'],
    ['dial tcp [2001:db8::1]:443: i/o timeout', 'dial tcp [<ip-1>]:443: i/o timeout'],
    ['{Addr:2001:db8:0:0:0:0:0:1 Port:1}', '{Addr:<ip-1> Port:1}'],
    ['from fe80::1%eth0, retry', 'from <ip-1>%eth0, retry'],
    ['peer ::ffff:192.0.2.7', 'peer <ip-1>'],
    ['no user ann.lee+x@example.co.uk.', 'no user <email-1>.'],
    ['jürgen@müller.example said', '<email-1> said'],
    ['Authorization: Bearer abc.def-123', 'Authorization: Bearer <secret-1>'],
    ['Authorization:[Bearer abcdef123] Accept:[*/*]', 'Authorization:[Bearer <secret-1>] Accept:[*/*]'],
    ['sent Basic dXNlcjpwYXNz again', 'sent Basic <secret-1> again'],
    ['Cookie: a=b; c=d\nnext', 'Cookie: <secret-1>\nnext'],
    ['host=db password=hunter2 sslmode=off', 'host=db password=<secret-1> sslmode=off'],
    ['DB_PASSWORD=p@ss,w0rd', 'DB_PASSWORD=<secret-1>'],
    ['user=a,password=b,host=c', 'user=a,password=<secret-1>,host=c'],
    ['{User:bob Password:hunter2}', '{User:bob Password:<secret-1>}'],
    ['{"client_secret": "a b\\"c", "n": 1}', '{"client_secret": "<secret-1>", "n": 1}'],
    ['msg="{\\"token\\":\\"abc\\"}"', 'msg="{\\"token\\":\\"<secret-1>\\"}"'],
    ['GET /x?token=abc&page=2', 'GET /x?token=<secret-1>&page=2'],
    ['X-Api-Key: k', 'X-Api-Key: <secret-1>'],
    ['aws_secret_access_key = wJalrXUtnFEMI/K7', 'aws_secret_access_key = <secret-1>'],
    ['open postgres://app:s3cret@db:5432/x', 'open postgres://<secret-1>@db:5432/x'],
    ['open postgres://app:s3c/r#t?@db:5432/x', 'open postgres://<secret-1>@db:5432/x'],
    ['amqp://u:p@h1,amqp://u:p@h2', 'amqp://<secret-1>@h1,amqp://<secret-1>@h2'],
    [
      'parse "postgres://app:s3c#t@db/x": invalid port ":s3c" after host',
      'parse "postgres://<secret-1>@db/x": invalid port ":<secret-2>" after host',
    ],
    [
      'parse \\"http://u:a/b@h\\": invalid port \\":a\\" after host',
      'parse \\"http://<secret-1>@h\\": invalid port \\":<secret-2>\\" after host',
    ],
    ['dsn=root:p@ss@tcp(db:3306)/shop', 'dsn=<secret-1>@tcp(db:3306)/shop'],
    ['key AKIAIOSFODNN7EXAMPLE used', 'key <secret-1> used'],
    ['got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln, expired', 'got <secret-1>, expired'],
    ['cut eyJhbGciOiJIUzI1…', 'cut <secret-1>…'],
    ['a\n-----BEGIN RSA PRIVATE KEY-----\nMIIB\nAAA=\n-----END RSA PRIVATE KEY-----\nb', 'a\n<secret-1>\nb'],
    ['a\n-----BEGIN EC PRIVATE KEY-----\nMIIB', 'a\n<secret-1>'],
    [`x\n${'MIIEpAIBAAKCAQEA'.repeat(4)}\ny`, 'x\n<secret-1>\ny'],
  ])('%j', (text, expected) => {
    expect(redacted(text)).toEqual([expected]);
  });
});

describe('flags on command lines', () => {
  test.each([
    ['/app --db-password hunter2 --port 80', '/app --db-password <secret-1> --port 80'],
    ['["--db-password","hunter2"]', '["--db-password","<secret-1>"]'],
    ['      --db-password\n      hunter2\n', '      --db-password\n      <secret-1>\n'],
    ['curl -u app:hunter2 http://x', 'curl -u <secret-1> http://x'],
    ['{\\\\\\"token\\\\\\":\\\\\\"hunter2\\\\\\"}', '{\\\\\\"token\\\\\\":\\\\\\"<secret-1>\\\\\\"}'],
    ['SIGNING_KEY=hunter2 PGPASS=hunter3', 'SIGNING_KEY=<secret-1> PGPASS=<secret-2>'],
  ])('%s', (text, expected) => expect(redacted(text)).toEqual([expected]));

  test.each([
    'flag --password is required',
    'use --token or --api-key.',
    'docker run -u 1000:1000 app',
    '--password --port 80',
    'sort -u file:1',
  ])('%s', (text) => expect(redacted(text)).toEqual([text]));
});

test('what is a secret beside its name is one where it stands alone, or something clings to it', () => {
  expect(redacted('password=q15Zabcdef', 'q15Zabcdef', 'config Sq15ZabcdefS', 'q15Zabc')).toEqual([
    'password=<secret-1>',
    '<secret-1>',
    'config S<secret-1>S',
    'q15Zabc',
  ]);
  expect(redacted('password=production', 'main.production and production')).toEqual([
    'password=<secret-1>',
    'main.production and production',
  ]);
  expect(redacted('token=/srv/app/v2', 'open /srv/app/v2')).toEqual(['token=<secret-1>', 'open /srv/app/v2']);
});

describe('what stays', () => {
  test.each([
    'goroutine 18 gp=0xc000102380 m=nil [chan receive, 5 minutes]:',
    'main.(*Server).handle(0xc00006cc60?, {0x7e4cf8?, 0x8?})\n\t/src/app/token.go:88 +0x1d',
    '/root/go/pkg/mod/github.com/a/b@v1.2.3/secret.go:45',
    '/root/go/pkg/mod/github.com/a/b@v1.0.0-rc.alpha/x.go:1',
    '/root/go/pkg/mod/gopkg.in/y.v2@v1.2.3.4/x.go:1 and x@v0.0.0-1.2.3.4/y.go:2',
    'built with go1.26.0, oid 1.3.6.1.4.1, release v1.2.3.4',
    'listening on 127.0.0.1:8080, 0.0.0.0:80, [::1]:80 and [::]:443',
    'std::vector<int> abc::def() at 12:34:56.789',
    'syntax error: unexpected token: end of file',
    'unexpected token: config.go:12',
    'basic authentication is required',
    'max_tokens=4096 token_count: 7',
    'lookup token-service:8080: no such host',
    'PWD=/srv/app password=$DB_PASSWORD token=nil secret=****',
    'get http://db:8080/x?notify=ops@team and http://cache/@scope/x',
    '--- PASS: TestIt',
    'runtime error: index out of range [300] with length 3',
    'runtime error: slice bounds out of range [::5] with capacity 2',
    'runtime error: slice bounds out of range [:5:3] and [12:5:]',
    'main.init.0.func148.1.1.1(...), main.f.gowrap1.1.1.1(), main.f-range1.1.1.1()',
    'panic: 999.1.2.3 is no address',
  ])('%j', (text) => {
    expect(redacted(text)).toEqual([text]);
  });
});

test('the same value has the same pseudonym in the whole report, numbered by first appearance', () => {
  expect(redacted('10.0.0.2 then 10.0.0.1', 'again 10.0.0.1, Bob@Example.com', 'bob@example.com token=x1 password=x1')).toEqual([
    '<ip-1> then <ip-2>',
    'again <ip-2>, <email-1>',
    '<email-1> token=<secret-1> password=<secret-1>',
  ]);
});

test('a secret that holds an address hides both', () => {
  expect(redacted('password=ann@example.com,10.1.1.1 x')).toEqual(['password=<secret-1> x']);
});

test('every text of the report is covered; code, numbers and structure stay', () => {
  const place = { ...citation(7, 'dump-10.9.8.7.txt'), excerpt: sanitize('\tdial 10.9.8.7:80') };
  const fault = { function: sanitize('main.f'), file: sanitize('/src/10.9.8.7/main.go'), line: 9, origin: 'app' as const };
  const input = report(
    [
      {
        type: 'crash',
        certainty: 'stated',
        citations: [place],
        scope: {},
        class: 'panic',
        message: sanitize('dial 10.9.8.7:80'),
        template: sanitize('dial T'),
        values: [sanitize('10.9.8.7')],
        blame: 'user',
        chain: [{ message: sanitize('dial 10.9.8.7:80') }],
        preceding: [],
        hidesPanic: false,
        fault,
        path: [],
        truncated: true,
      },
    ],
    { artifacts: [artifact({ path: sanitize('dump-10.9.8.7.txt'), bytes: 127 })] },
  );
  const output = redact(input);
  const shown = JSON.stringify(output);
  expect(shown.replaceAll('/src/10.9.8.7/main.go', '')).not.toContain('10.9.8.7');
  expect(output.facts.crashes[0]?.fault).toEqual(fault);
  const { redaction, ...rest } = output;
  expect(JSON.parse(JSON.stringify(rest).replaceAll('<ip-1>', '10.9.8.7'))).toEqual(JSON.parse(JSON.stringify(input)));
  expect(redaction).toEqual({ secrets: 0, emails: 0, addresses: 1, places: JSON.stringify(rest).split('<ip-1>').length - 1 });
});

test('redacting twice changes nothing more, and the input is left alone', () => {
  const evidence = finding().evidence.map((one) => ({
    ...one,
    statement: sanitize('Authorization: Bearer abc123, http://u:p@10.0.0.1/ password="x y" a@b.cc root:x@tcp(db)'),
  }));
  const input = report([], { result: result({ findings: [finding({ evidence })] }) });
  const before = JSON.stringify(input);
  const once = redact(input);
  expect(JSON.stringify(input)).toBe(before);
  expect(JSON.stringify(once)).not.toBe(before);
  expect(redact(once)).toEqual(once);
});

describe('a hostile text costs linear time', () => {
  test.each([
    'a',
    '1',
    '1.',
    ':',
    'a:',
    'a@',
    '@v1.2.3',
    'eyJ',
    'token',
    'token:',
    'token: ',
    'token:[',
    'token:[\n',
    'pwd=/',
    'pass:',
    'password=$(',
    '://',
    '://a',
    '://a:',
    'invalid port ":',
    'x@tcp(',
    '-----BEGIN A-----',
    '\\"',
    'xa ',
    'password=,a=',
    'Bearer ',
    'cookie=a;',
    'a.b@c.1',
    '[1;',
  ])('%j', (piece) => {
    const time = (length: number) => {
      const text = piece.repeat(Math.ceil(length / piece.length));
      const start = performance.now();
      redacted(text);
      return performance.now() - start;
    };
    time(20_000);
    // Quadratic cost would be minutes for this length.
    expect(time(1_000_000)).toBeLessThan(5_000);
  });
});

describe('labels', () => {
  const label = (name: string, value: string) => ({ name: sanitize(name), value: sanitize(value) });

  test('a value is hidden where its name says that it is secret, or its form', () => {
    const sets = [
      { labels: [label('session_token', 'hunter2'), label('tenant', 'acme'), label('peer', '10.1.2.3:80')], count: 3 },
      { labels: [label('password', 'two words'), label('user', 'ann@example.com')], count: 1 },
    ];
    expect(redactData({ labels: { sets, others: 0, none: 2 } })).toEqual({
      labels: {
        sets: [
          {
            labels: [label('session_token', '<secret-1>'), label('tenant', 'acme'), label('peer', '<ip-1>:80')],
            count: 3,
          },
          { labels: [label('password', '<secret-2>'), label('user', '<email-1>')], count: 1 },
        ],
        others: 0,
        none: 2,
      },
    });
  });

  test.each([
    ['goroutine 7 [select] {"auth token": "hunter2", tenant: acme}:', 'goroutine 7 [select] {"auth token": "<secret-1>", tenant: acme}:'],
    ['goroutine 7 [select labels:{"password": "hunter2"}]:', 'goroutine 7 [select labels:{"password": "<secret-1>"}]:'],
    ['# labels: {"token":"hunter2", "tenant":"acme"}', '# labels: {"token":"<secret-1>", "tenant":"acme"}'],
  ])('in lines that are cited: %s', (text, expected) => {
    expect(redacted(text)).toEqual([expected]);
  });
});
