/** The first field of what these commands print; objects of programs begin with others. */
const FIRST_FIELD = /^\s*(?:\[\s*)?\{\s*"(?:Id|AppArmorProfile|Args|AutoRemove|Status|status|info|containers)"\s*:/;
/** `docker inspect`, `podman inspect`, `nerdctl inspect`: a state with how the container ended. */
const INSPECT = /"State"\s*:\s*\{[^{}]{0,4000}"(?:OOMKilled|ExitCode)"\s*:/;
/** A state alone: `docker inspect --format '{{json .State}}'`. */
const STATE = /^\s*\{\s*"Status"\s*:\s*"[a-z]{1,20}"[^{}]{0,2000}"OOMKilled"\s*:\s*(?:true|false)[^{}]{0,500}"ExitCode"\s*:/;
/** `podman ps --format json`. */
const LIST = /"ExitCode"\s*:[^{}]{0,4000}"Exited"\s*:\s*(?:true|false)|"Exited"\s*:\s*(?:true|false)[^{}]{0,4000}"ExitCode"\s*:/;
/** `crictl inspect` and `crictl ps -o json` (ContainerState of the CRI). */
const CRI = /"state"\s*:\s*"CONTAINER_[A-Z]{1,20}"/;
/** The same at the beginning of any line. */
const FIRST_OF_LINE = /^(?:\[\s*)?\{\s*"(?:Id|AppArmorProfile|Args|AutoRemove|Status|status|info|containers)"\s*:/gm;
/** Places in a text that are tried. */
const MOST_TRIED = 20;

/**
 * Whether a text begins with what a container runtime says of containers in JSON: `docker inspect`, `podman inspect`, `podman ps --format json`,
 * `crictl inspect`, `crictl ps -o json`. Never throws.
 */
export function isRuntimeJson(head: string): boolean {
  return FIRST_FIELD.test(head) && (INSPECT.test(head) || STATE.test(head) || LIST.test(head) || CRI.test(head));
}

/** Whether it stands somewhere in a text, behind the command that printed it or the output of others, at the beginning of a line. */
export function hasRuntimeJson(head: string): boolean {
  let tried = 0;
  for (const { index } of head.matchAll(FIRST_OF_LINE)) {
    if (isRuntimeJson(head.slice(index))) return true;
    if (++tried >= MOST_TRIED) return false;
  }
  return false;
}
