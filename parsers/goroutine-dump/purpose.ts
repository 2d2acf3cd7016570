import { remembered } from '../../src/text/remembered.ts';

/** Frames of the servers that run one goroutine for each request, call or connection with a request in hand. */
const REQUEST_FRAMES =
  /(?:\.ServeHTTP$|^net\/http\.HandlerFunc\.|grpc\.\(\*Server\)\.(?:handleStream|processUnaryRPC|processStreamingRPC)$|\(\*serverConn\)\.runHandler$|http2serverConn\)\.runHandler$|^net\/rpc\.\(\*service\)\.call$|fasthttp\.\(\*(?:workerPool\)\.workerFunc|Server\)\.serveConn)$)/;

const SERVING_CONNECTION = /^net\/http\.\(\*conn\)\.serve$/;

/** `handleOrder`, as handlers are called; `handleSignals` and its like run once a process. */
const HANDLER = /\.[hH]andle(?!Signal|Shutdown|Event|Interrupt)[A-Z]\w*(?:\.func\d.*)?$/;

/** Names that programs give to the functions that take requests. */
const REQUEST_CREATORS =
  /(?:^net\/http\.\(\*Server\)\.Serve$|^net\/http\.\(\*connReader\)\.startBackgroundRead$|grpc\.\(\*Server\)\.serveStreams(?:\.|$)|\.(?:handle(?:r|Request|HTTP|RPC|Conn|Connection|Stream|Message)?|serve(?:HTTP|Conn|RPC)?)(?:\.func\d.*)?$|\.\w*Handler(?:\)?\.\w+)?(?:\.func\d.*)?$)/i;

/**
 * What runs once in a process's life: main, init functions, and the starters of pools. Closures of main and init are left out: such a
 * closure is as often a handler that was registered there.
 */
const PROCESS_CREATORS =
  /(?:^main\.main$|\.init(?:\.\d+)?$|\.New(?:\.func\d.*)?$|\.[nN]ew\w*(?:Pool|Workers?|Server|Client|Manager|Queue)(?:\.func\d.*)?$|\.(?:[sS]tart|[rR]un)(?:Workers?|Pool|All|Background\w*)?(?:\.func\d.*)?$)/;

const REQUEST = 1;
const CONNECTION = 2;

/** Whether a function has a request in hand, and whether it serves a connection, as bits. */
export function servingBits(name: string): number {
  return (REQUEST_FRAMES.test(name) ? REQUEST : 0) | (SERVING_CONNECTION.test(name) ? CONNECTION : 0);
}

const bitsOf = remembered(servingBits);
const startsRequests = remembered((name) => REQUEST_CREATORS.test(name) || HANDLER.test(name));
const startsOnce = remembered((name) => PROCESS_CREATORS.test(name));

/**
 * Whether there is one such goroutine a request: a guess from names. `known`: what {@link servingBits} gives for the functions, together,
 * where that is known already.
 */
export function looksPerRequest(functions: readonly string[], creator: string | undefined, known?: number): boolean {
  const bits = known ?? functions.reduce((all, name) => all | bitsOf(name), 0);
  if ((bits & REQUEST) !== 0) return true;
  if (creator === undefined) return false;
  // A server's connection goroutine without a handler in it serves no request at present.
  return (bits & CONNECTION) === 0 && startsRequests(creator);
}

/** Whether it was started once for the whole process, as pool workers are: a guess from names. */
export function looksPerProcess(creator: string | undefined): boolean {
  return creator !== undefined && startsOnce(creator);
}
