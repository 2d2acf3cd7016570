/**
 * The names that commands under `collect` use for what whoever runs them has to fill in, and what they stand for. One thing has one name in all
 * signatures; names of a loop (`$i`) are in small letters. Signatures of others may have more.
 */
export const COLLECT_NAMES: Readonly<Record<string, string>> = {
  NS: 'namespace of the pod',
  POD: 'name of the pod',
  POD_UID: 'uid of the pod (`metadata.uid`)',
  C: 'name of the container in the pod',
  D: 'name of the deployment',
  NODE: 'name of the node',
  PID: 'id of the process where the command runs: 1 in most containers',
  HOST: 'address and port of the server with net/http/pprof: `POD_IP:6060`, or `localhost:6060` behind `kubectl port-forward`',
  METRICS: 'address and port of the server with /metrics, which may be the same',
  PEER: 'the same as `$HOST`, of the process on the other side',
  BINARY: 'file of the program',
  IMAGE: 'image of the container',
  CONTAINER: 'id or name of the container, of Docker or Podman',
  UNIT: 'unit of systemd',
  SERVICE: 'name of the Service',
  ACCOUNT: 'name of the service account',
  KIND: 'kind of the objects',
  BROKER: 'address and port of a broker',
  PORT: 'port of the server',
  FILE: 'path of the file',
  PACKAGE: 'path of the package',
  LIBRARY: 'file of the C library',
  OFFSET: 'address in that file',
  NUMBER: 'number of the system call',
  FROM: 'time shortly before the end',
  TO: 'time shortly after the end',
};

/** Names of places in a command of a shell, by their first occurrence, without `$`; those of loops among them. */
export function namesInCommand(command: string): readonly string[] {
  return [...new Set([...command.matchAll(/(?<!\\)\$\{?([A-Za-z_]\w*)/g)].map(([, name = '']) => name))];
}
