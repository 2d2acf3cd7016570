import type { Topic } from '../topic.ts';

/** etcd, its clients, and Raft. */
export const ETCD_TOPICS: readonly Topic[] = [
  {
    id: 'etcd-slow-fsync',
    says: 'a write of the log to disk took longer than a second',
    marks: ['slow fdatasync', 'sync duration of '],
    wakes: ['slow fdatasync', 'sync duration of '],
    form: /slow fdatasync(?:.{0,200}?took"?[=:] ?"?(?<tookMs>[\d.]{1,14}(?:µs|ms|s|m)[\d.a-zµ]{0,20}))?|sync duration of (?<durationMs>[\d.]{1,14}(?:ms|s|m)[\d.a-z]{0,20}), expected less than/,
    source: 'go.etcd.io/etcd: server/storage/wal/wal.go, sync',
  },
  {
    id: 'etcd-slow-apply',
    says: 'etcd took long to carry out a request',
    marks: ['took too long'],
    form: /(?:apply request took too long|request .{0,300}took too long)(?:.{0,200}?took"?[=:] ?"?(?<tookMs>[\d.]{1,14}(?:µs|ms|s|m)[\d.a-zµ]{0,20})| \((?<durationMs>[\d.]{1,14}(?:µs|ms|s|m)[\d.a-zµ]{0,20})\) to execute)?/,
    source: 'go.etcd.io/etcd: server/etcdserver/txn/util.go, warnOfExpensiveRequest',
  },
  {
    id: 'etcd-heartbeat-late',
    says: 'the leader of an etcd cluster could not send heartbeats in time, as with a slow disk or a busy processor',
    marks: ['failed to send out heartbeat on time', 'server is likely overloaded'],
    source: 'go.etcd.io/etcd: server/etcdserver/raft.go',
  },
  {
    id: 'etcd-readindex-slow',
    says: 'reads of etcd wait for the leader',
    marks: ['waiting for ReadIndex response took too long'],
    source: 'go.etcd.io/etcd: server/etcdserver/v3_server.go',
  },
  {
    id: 'etcd-lease-lost',
    says: 'a lease is gone: its keys have been deleted',
    marks: ['requested lease not found'],
    wakes: ['lease not found'],
    source: 'go.etcd.io/etcd: api/v3rpc/rpctypes/error.go, ErrLeaseNotFound',
  },
  {
    id: 'etcd-keepalive-full',
    says: 'the program does not read the answers to its keep-alives',
    marks: ['lease keepalive response queue is full'],
    source: 'go.etcd.io/etcd: client/v3/lease.go',
  },
  {
    id: 'etcd-leader-lost',
    says: 'an etcd cluster lost its leader or chose another one',
    marks: ['etcdserver: leader changed', 'etcdserver: no leader', ' lost leader '],
    source: 'go.etcd.io/etcd: api/v3rpc/rpctypes/error.go; raft.go',
  },
  {
    id: 'etcd-client-retry',
    says: 'a client of etcd tried a request again',
    marks: ['retrying of unary invoker failed'],
    source: 'go.etcd.io/etcd: client/v3/retry_interceptor.go',
  },
  {
    id: 'etcd-timeout',
    says: 'a request to etcd was given up',
    marks: ['etcdserver: request timed out'],
    source: 'go.etcd.io/etcd: api/v3rpc/rpctypes/error.go, ErrTimeout',
  },
];
