import type { Topic } from '../topic.ts';

/** Addresses, names, connections and deadlines. */
export const NETWORK_TOPICS: readonly Topic[] = [
  {
    id: 'listen-address-in-use',
    says: 'the address to listen on is taken',
    marks: ['bind: address already in use', 'Only one usage of each socket address'],
    wakes: ['address already in use'],
    form: /listen (?<network>[a-z]{2,10}\d?) (?<address>\S{0,200}): bind: (?:address already in use|Only one usage of each socket address)/,
    source: 'net: sock_posix.go, listenStream; EADDRINUSE of bind(2)',
  },
  {
    id: 'listen-not-allowed',
    says: 'the address to listen on may not be taken, or is no address of this machine',
    marks: ['bind: permission denied', 'bind: cannot assign requested address', ': no such device', 'setsockopt: operation not permitted'],
    form: /listen (?<network>[a-z]{2,10}\d?) (?<address>\S{0,200}): (?<error>bind: permission denied|bind: cannot assign requested address|(?:setsockopt: )?no such device|setsockopt: operation not permitted)/,
    source: 'net: sock_posix.go; EACCES, EADDRNOTAVAIL of bind(2), ENODEV of SO_BINDTODEVICE',
  },
  {
    id: 'dns-no-such-host',
    says: 'a name has no address',
    marks: ['no such host'],
    wakes: ['no such host'],
    form: /lookup (?<host>\S{1,253}?)(?: on (?<server>\S{1,60}?))?: no such host/,
    source: 'net: net.go, errNoSuchHost',
  },
  {
    id: 'dns-no-answer',
    says: 'a name server did not answer, or could not',
    marks: [': server misbehaving', 'emporary failure in name resolution', 'i/o timeout', 'connection refused'],
    form: /lookup (?<host>\S{1,253}?)(?: on (?<server>\S{1,60}?))?: (?<error>server misbehaving|(?:read|dial) udp \S{1,120}: (?:i\/o timeout|read: connection refused|connect: connection refused)|i\/o timeout|[Tt]emporary failure in name resolution)/,
    source: 'net: dnsclient_unix.go, cgo_unix.go',
  },
  {
    id: 'grpc-zero-addresses',
    says: 'the resolver of a gRPC client found no address at all',
    marks: ['produced zero addresses'],
    wakes: ['produced zero addresses'],
    source: 'google.golang.org/grpc: balancer/base/balancer.go, pickfirst',
  },
  {
    id: 'grpc-resolver-error',
    says: 'the resolver of a gRPC client failed',
    marks: ['name resolver error: ', 'dns: A record lookup error', 'last resolver error: '],
    form: /(?:name resolver error: (?!produced zero)|dns: A record lookup error: |last resolver error: (?!produced zero))(?<error>.{1,120})/,
    source: 'google.golang.org/grpc: internal/resolver/dns/dns_resolver.go',
  },
  {
    id: 'connection-refused',
    says: 'nobody listens where the program wants to connect',
    marks: ['connect: connection refused'],
    form: /dial (?:tcp|unix)\d? (?:\S{1,80}->)?(?<address>\S{1,120}): connect: connection refused/,
    source: 'net: ECONNREFUSED of connect(2)',
  },
  {
    id: 'network-timeout',
    says: 'the other side did not answer in time',
    marks: ['i/o timeout'],
    form: /(?:dial|read|write) (?:tcp|unix)\d? (?<address>\S{1,120}): i\/o timeout/,
    source: 'os: ErrDeadlineExceeded; net: timeoutError',
  },
  {
    id: 'context-deadline',
    says: 'something was given up since the deadline of its context was over',
    marks: ['context deadline exceeded'],
    source: 'context: DeadlineExceeded',
  },
  {
    id: 'broken-pipe',
    says: 'a write to a connection that the peer has closed; on a socket that is only an error',
    marks: ['write: broken pipe'],
    form: /write (?:tcp|unix)\d? \S{1,160}: write: broken pipe/,
    source: 'net: EPIPE of write(2)',
  },
  {
    id: 'x509-error',
    says: 'a certificate was not accepted',
    marks: ['x509: '],
    form: /x509: (?<error>certificate (?:has expired|signed by unknown authority|is valid for|relies on legacy)|cannot validate certificate)/,
    source: 'crypto/x509: verify.go',
  },
];
