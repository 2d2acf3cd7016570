import { describe, expect, test } from 'vitest';
import { crashOf, readText } from './read.ts';

const LOGGER = `main.recovered
	/app/main.go:10
runtime.gopanic
	/usr/local/go/src/runtime/panic.go:770
runtime.panicdivide
	/usr/local/go/src/runtime/panic.go:240
main.(*Pool).work
	/app/pool.go:20
runtime.goexit
	/usr/local/go/src/runtime/asm_amd64.s:1695
`;
const GIN = `/usr/local/go/src/runtime/panic.go:261 (0x43a2b2)
	panicmem: panic(memoryError)
/app/users.go:20 (0x8b8c5d)
	(*Users).get: return user.Name
/go/pkg/mod/github.com/gin-gonic/gin@v1.9.1/context.go:174 (0x8a8c5d)
	(*Context).Next: c.handlers[c.index](c)
/usr/local/go/src/net/http/server.go:2009 (0x6b8c5d)
	(*conn).serve: serverHandler{c.server}.ServeHTTP(w, w.req)
`;
const RECOVERY = `[Recovery] 2024/01/01 - 00:00:00 panic recovered:
GET /users HTTP/1.1
Host: localhost:8080
User-Agent: curl/8.0

runtime error: invalid memory address or nil pointer dereference
`;

describe('a stack in the form of loggers', () => {
  test('is a recovered panic’s where text and frames say so', () => {
    const text = `2024-01-01T00:00:00Z\tERROR\tpanic: runtime error: integer divide by zero\n${LOGGER}next\n`;
    const crash = crashOf(text);
    expect(crash).toMatchObject({
      class: 'recovered-panic',
      message: 'runtime error: integer divide by zero',
      caughtBy: 'main.recovered',
      culprit: { function: 'main.(*Pool).work', file: '/app/pool.go', line: 20 },
      citations: [{ firstLine: 1, lastLine: 11 }],
    });
    expect(crash).not.toHaveProperty('goroutine');
    expect(readText(text).dumps).toStrictEqual([]);
  });

  test('is left where one of them does not', () => {
    expect(readText(`an error: boom\n${LOGGER}`).crashes).toStrictEqual([]);
    expect(readText(LOGGER).crashes).toStrictEqual([]);
    const without = LOGGER.split('\n')
      .filter((line) => !line.includes('panic'))
      .join('\n');
    expect(readText(`x panic: boom\n${without}`).crashes).toStrictEqual([]);
    expect(readText(`x panic: boom\nmain.recovered\nruntime.gopanic\nmain.work\n`).crashes).toStrictEqual([]);
  });
});

describe('gin’s stack', () => {
  test('is a recovered panic’s', () => {
    expect(crashOf(`${RECOVERY}${GIN}\n`)).toMatchObject({
      class: 'recovered-panic',
      message: 'runtime error: invalid memory address or nil pointer dereference',
      caughtBy: 'gin: [Recovery]',
      culprit: { function: '(*Users).get', file: '/app/users.go', line: 20, origin: 'app' },
      path: ['(*Users).get', '(*Context).Next', 'net/http.(*conn).serve'],
    });
  });

  test('with a value of its own, in release mode', () => {
    expect(crashOf(`[Recovery] 2024/01/01 - 00:00:00 panic recovered:\nboom\nand more\n${GIN}`).message).toBe('boom\nand more');
    expect(crashOf(`[Recovery] 2024/01/01 - 00:00:00 panic recovered:\nboom.x\n${GIN}`).message).toBe('boom.x');
  });

  test('is left where nothing says that one was recovered', () => {
    expect(readText(GIN).crashes).toStrictEqual([]);
    expect(readText(`x: boom\n${GIN}`).crashes).toStrictEqual([]);
    expect(readText(RECOVERY).crashes).toStrictEqual([]);
  });
});

const CHI = `
 panic: runtime error: integer divide by zero
 
 -> main.(*Orders).price
 ->   /app/orders.go:21

    main.(*Orders).list
      /app/orders.go:48
    net/http.HandlerFunc.ServeHTTP
      /usr/local/go/src/net/http/server.go:2286
    created by net/http.(*Server).Serve in goroutine 1
      /usr/local/go/src/net/http/server.go:3285
    
`;

describe('chi’s stack', () => {
  test('is a recovered panic’s, from the panic outwards', () => {
    const crash = crashOf(`serving\n${CHI}next\n`);
    expect(crash).toMatchObject({
      class: 'recovered-panic',
      message: 'runtime error: integer divide by zero',
      caughtBy: 'chi: Recoverer',
      culprit: { function: 'main.(*Orders).price', file: '/app/orders.go', line: 21 },
      citations: [{ firstLine: 3, lastLine: 13 }],
    });
    expect(crash.path).toStrictEqual(['main.(*Orders).price', 'main.(*Orders).list', 'net/http.HandlerFunc.ServeHTTP']);
  });

  test('without its first line the value is unknown', () => {
    expect(crashOf(CHI.split('\n').slice(2).join('\n'))).toMatchObject({ message: '', blame: 'unknown', caughtBy: 'chi: Recoverer' });
  });

  test('arrows and indented places alone are none', () => {
    expect(readText(` panic: boom\n -> a step\n -> another step\n    main.f\n      /app/a.go:1\n`).crashes).toStrictEqual([]);
    expect(readText(` panic: boom\n\n    main.f\n      /app/a.go:1\n`).crashes).toStrictEqual([]);
  });
});
