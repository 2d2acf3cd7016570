import type { Topic } from '../topic.ts';

/** Servers and clients of HTTP. */
export const HTTP_TOPICS: readonly Topic[] = [
  {
    id: 'http-server-closed',
    says: 'Serve or ListenAndServe has returned since Shutdown or Close was called',
    marks: ['http: Server closed'],
    wakes: ['http: Server closed'],
    source: 'net/http: server.go, ErrServerClosed',
  },
  {
    id: 'accept-closed',
    says: 'Accept failed since the listener was closed: Serve ends by it',
    marks: ['accept tcp', 'accept unix'],
    wakes: ['accept tcp', 'accept unix'],
    form: /accept (?:tcp|unix)\w{0,6} (?<address>\S{1,200}): use of closed network connection/,
    source: 'net: net.go, ErrClosed; fd_unix.go, accept',
  },
  {
    id: 'accept-emfile',
    says: 'connections cannot be accepted: the process has no file descriptor left; net/http tries again',
    marks: ['too many open files'],
    wakes: ['too many open files'],
    form: /accept (?:tcp|unix)\w{0,6} \S{0,200}: accept4?: too many open files(?! in system)(?:; retrying in (?<retryMs>[\d.]{1,12}[a-zµ]{1,2}))?/,
    source: 'net/http: server.go, Serve; EMFILE of accept4(2)',
  },
  {
    id: 'http-client-timeout',
    says: 'a request was given up after the time that the client allows',
    marks: ['Client.Timeout '],
    wakes: ['Client.Timeout '],
    form: /\(Client\.Timeout (?:exceeded|or context cancellation)/,
    source: 'net/http: client.go, httpError',
  },
  {
    id: 'http2-transport-error',
    says: 'an HTTP/2 connection was lost or refused further streams',
    marks: [
      'http2: client conn',
      'http2: server sent GOAWAY',
      'http2: Transport',
      'ENHANCE_YOUR_CALM',
      'REFUSED_STREAM',
      'http2: timeout awaiting',
    ],
    form: /http2: (?:client conn(?:ection)? (?:lost|force closed|could not be established|not usable|is closed)|server sent GOAWAY|Transport(?: received|: cannot retry)|timeout awaiting)|ENHANCE_YOUR_CALM|REFUSED_STREAM/,
    source: 'golang.org/x/net/http2: transport.go, errors.go',
  },
  {
    id: 'tls-handshake-eof',
    says: 'a client opened a connection and went away before the TLS handshake: probes of load balancers do',
    marks: ['TLS handshake error from '],
    form: /TLS handshake error from \S{1,100}: (?<error>EOF|.{0,120}connection reset by peer|.{0,120}i\/o timeout|client sent an HTTP request to an HTTPS server)/,
    source: 'net/http: server.go, conn.serve',
  },
  {
    id: 'http-superfluous-writeheader',
    says: 'a handler set the status twice; the second one is dropped',
    marks: ['superfluous response.WriteHeader call'],
    source: 'net/http: server.go, WriteHeader',
  },
  {
    id: 'http2-preface-error',
    says: 'a client opened an HTTP/2 connection and went away before it said anything',
    marks: ['error reading preface from client'],
    source: 'golang.org/x/net/http2: server.go, serve',
  },
  {
    id: 'quic-udp-buffer',
    says: 'the kernel does not allow the size of UDP buffers that QUIC wants',
    marks: ['increase receive buffer size', 'increase send buffer size'],
    wakes: ['ease receive buffer size', 'ease send buffer size'],
    form: /failed to (?:sufficiently )?increase (?:receive|send) buffer size(?: \(was: (?<was>\d{1,9} kiB), wanted: (?<wanted>\d{1,9} kiB), got: (?<got>\d{1,9} kiB)\))?/,
    source: 'github.com/quic-go/quic-go: sys_conn_buffers.go',
  },
];
