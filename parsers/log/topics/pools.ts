import type { Topic } from '../topic.ts';

/** Pools of connections, and queues to other services. */
export const POOL_TOPICS: readonly Topic[] = [
  {
    id: 'redis-pool-timeout',
    says: 'no connection to Redis came free in time',
    marks: ['redis: connection pool timeout', 'redigo: connection pool exhausted', 'redis: connection pool exhausted'],
    wakes: ['connection pool timeout', 'connection pool exhausted'],
    source: 'github.com/redis/go-redis: internal/pool/pool.go; github.com/gomodule/redigo: redis/pool.go',
  },
  {
    id: 'sql-too-many-connections',
    says: 'a database accepts no further connections',
    marks: ['too many clients already', 'Too many connections', 'remaining connection slots are reserved', 'too many connections for '],
    wakes: ['too many clients', 'oo many connections', 'connection slots'],
    form: /sorry, too many clients already|Error 1040(?: \(\w{5}\))?: Too many connections|remaining connection slots are reserved|too many connections for (?:role|database)/,
    source: 'PostgreSQL: SQLSTATE 53300; MySQL: error 1040',
  },
  {
    id: 'kafka-unavailable',
    says: 'messages cannot be handed to Kafka',
    marks: [
      'run out of available brokers',
      'Local: Queue full',
      'kafka server: Request exceeded the user-specified time limit',
      'Local: Message timed out',
      'All broker connections are down',
    ],
    wakes: ['of available brokers', 'Local: Queue full', 'user-specified time limit', 'Local: Message timed', 'broker connections are'],
    source: 'github.com/IBM/sarama: errors.go; librdkafka: rdkafka.c',
  },
];
