import { remembered } from '../../../text/remembered.ts';

/** A pool of connections whose waits and uses are known by the functions on stacks. */
interface Pool {
  readonly name: string;
  /** Waits for a connection. */
  readonly waits: RegExp;
  /** Has one, or makes one for those that wait. */
  readonly has: RegExp;
  /** The methods whose receiver is the pool itself. */
  readonly receiver: RegExp;
  /** One pool has several lists of connections (one for each host), and no stack tells which: who has one is a guess. */
  readonly several?: true;
}

const POOLS: readonly Pool[] = [
  {
    // (*DB).conn in database/sql/sql.go: it waits where MaxOpenConns are open.
    name: 'database/sql',
    waits: /^database\/sql\.\(\*DB\)\.conn$/,
    has: /^database\/sql\.(?:\(\*(?:Rows|Tx|driverConn)\)\.(?!awaitDone)|\(\*DB\)\.(?:queryDC|execDC|beginDC|pingDC|resetterDC)|ctxDriver|rowsiFromStatement|resultFromStatement|withLock|\(\*Stmt\)\.(?:prepareOnConnLocked|removeClosedStmtLocked))/,
    receiver: /^database\/sql\.\(\*DB\)\./,
  },
  {
    // puddle is the pool below pgx; (*Pool).acquire in pool.go. Generic since v2.
    name: 'pgx',
    waits: /\/puddle(?:\/v\d+)?\.\(\*Pool(?:\[.*\])?\)\.[aA]cquire/,
    has: /\/pgx(?:\/v\d+)?(?:\/pgconn)?\.\(\*(?:Conn|PgConn|baseRows|connRows|dbTx|dbSimulatedNestedTx|ResultReader|MultiResultReader)\)\.|\/pgconn\.\(\*PgConn\)\.|\/pgxpool\.\(\*(?:Conn|Tx|poolRows)\)\./,
    receiver: /\/(?:pgxpool|puddle(?:\/v\d+)?)\.\(\*Pool(?:\[.*\])?\)\./,
  },
  {
    // (*ConnPool).waitTurn in internal/pool/pool.go: it waits for one of PoolSize turns.
    name: 'go-redis',
    waits: /\/internal\/pool\.\(\*ConnPool\)\.waitTurn$/,
    has: /\/internal\/pool\.\(\*Conn\)\.(?:With|Read|Write)|[/-]redis(?:\/v\d+)?\/internal\/proto\.\(\*Reader\)\.|[/-]redis(?:\/v\d+)?\.\(\*baseClient\)\.(?:_process|withConn|pipelineProcessCmds)\.func/,
    receiver: /\/internal\/pool\.\(\*ConnPool\)\./,
  },
  {
    // (*Pool).waitVacantConn in redis/pool.go: with Wait set, it waits for one of MaxActive.
    name: 'redigo',
    waits: /\/redigo\/redis\.\(\*Pool\)\.waitVacantConn$/,
    has: /\/redigo\/redis\.\(\*(?:conn|activeConn)\)\./,
    receiver: /\/redigo\/redis\.\(\*Pool\)\./,
  },
  {
    // (*pool).checkOut in x/mongo/driver/topology/pool.go: it waits where maxPoolSize are in use.
    name: 'mongo',
    waits: /\/topology\.\(\*(?:pool\)\.checkOut|wantConn\)\.wait)/,
    has: /\/topology\.\(\*(?:connection|Connection)\)\.(?:read|write|Read|Write|connect)/,
    receiver: /\/topology\.\(\*pool\)\./,
  },
  {
    // (*Transport).getConn in net/http/transport.go: it waits for a dial, or for one of MaxConnsPerHost.
    name: 'net/http',
    waits: /^net\/http\.\(\*Transport\)\.getConn$/,
    has: /^net\/http\.(?:\(\*persistConn\)\.roundTrip|\(\*bodyEOFSignal\)\.Read|\(\*Transport\)\.dialConn(?:For)?)$/,
    receiver: /^net\/http\.\(\*Transport\)\./,
    several: true,
  },
  {
    // A stream of an HTTP/2 connection; awaitOpenSlotForStreamLocked in net/http/h2_bundle.go. transportResponseBody is a struct, read by value.
    name: 'HTTP/2 streams',
    waits: /\(\*(?:http2)?ClientConn\)\.awaitOpenSlotForStream/,
    has: /\(\*(?:http2)?clientStream\)\.(?:writeRequest|writeRequestBody)$|[.*](?:http2)?transportResponseBody\)?\.Read$/,
    receiver: /\(\*(?:http2)?ClientConn\)\./,
    several: true,
  },
];

/** The goroutine that database/sql starts for each transaction, and for results of queries whose context can end: each has a connection out. */
export const WATCHES_CONNECTION = /^database\/sql\.\(\*(?:Tx|Rows)\)\.awaitDone$/;

/** What the names of all of them have in them: most functions are told by it at once. */
const ANY = /database\/sql|pgx|pgconn|puddle|\/internal\/p|redis|topology|net\/http|\(\*(?:http2)?[cC]lient|[.*](?:http2)?transport/;

/** What a function has to do with pools: it waits for a connection, or has one. */
const roleOf = remembered((name): { readonly pool: Pool; readonly waits: boolean } | undefined => {
  if (!ANY.test(name)) return undefined;
  for (const pool of POOLS) {
    if (pool.waits.test(name)) return { pool, waits: true };
    if (pool.has.test(name)) return { pool, waits: false };
  }
  return undefined;
});

/** The pool that goroutines with these functions, innermost first, wait for a connection of; undefined where they wait for none. */
export function poolAwaited(functions: readonly string[]): Pool | undefined {
  let awaited: Pool | undefined;
  for (const name of functions) {
    const role = roleOf(name);
    if (role === undefined) continue;
    if (role.waits) awaited ??= role.pool;
    // Who makes the connection stands above who waits for it.
    else if (awaited === undefined) return undefined;
  }
  return awaited;
}

/** Where on a stack, innermost first, a connection of a pool is in use; undefined where it is not, or is waited for. */
export function usesPool(functions: readonly string[], name: string): number | undefined {
  for (const [at, one] of functions.entries()) {
    const role = roleOf(one);
    if (role?.pool.name !== name) continue;
    return role.waits ? undefined : at;
  }
  return undefined;
}

/** A pool, by its name. */
export function poolOf(name: string): Pool | undefined {
  return POOLS.find((one) => one.name === name);
}

/** The name of the pool that a function has to do with. */
export function poolWith(name: string): string | undefined {
  return WATCHES_CONNECTION.test(name) ? 'database/sql' : roleOf(name)?.pool.name;
}
