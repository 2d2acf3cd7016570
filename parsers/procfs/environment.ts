import type { RuntimeSettingsFact } from '../../src/evidence/facts/runtime-settings.ts';
import { oneLine } from '../../src/text/safe-text.ts';
import { parseGoMemoryLimit } from '../kubernetes/objects/go-memory-limit.ts';

/** Variables of the Go runtime (package runtime, "Environment Variables"): the only ones that are read. Others may be secrets. */
const GO = /^(?:GOGC|GOMEMLIMIT|GOMAXPROCS|GODEBUG|GOTRACEBACK)$/;
/** A variable as env, `export -p`, `docker inspect` or a list in YAML shows it. */
const VARIABLE = /^\s{0,12}(?:export |declare -x |- )?"?([A-Za-z_][A-Za-z0-9_]{0,60})=(.*)$/;

export type Settings = { -readonly [K in keyof RuntimeSettingsFact]?: RuntimeSettingsFact[K] };

/** A variable of a line, unquoted; undefined where the line is none. */
export function variableOf(text: string): { readonly name: string; readonly value: string } | undefined {
  const [, name, value = ''] = VARIABLE.exec(text) ?? [];
  if (name === undefined) return undefined;
  const bare = value.replace(/,$/, '').replace(/^(["'])(.*)\1$/, '$2');
  return { name, value: /^[^"]*"$/.test(bare) ? bare.slice(0, -1) : bare };
}

/** Whether a variable is one that the Go runtime reads. */
export function isGoVariable(name: string): boolean {
  return GO.test(name);
}

/** What the variable sets; undefined where the value cannot be its. */
export function settingOf(name: string, value: string): Settings | undefined {
  if (value.length > 500) return undefined;
  // An empty one is as if it were not set.
  if (value === '') return name === 'GOMEMLIMIT' ? { memoryLimitSet: false } : undefined;
  if (name === 'GOGC') return gogc(value);
  if (name === 'GOMEMLIMIT') return memoryLimit(value);
  if (name === 'GOMAXPROCS') return /^[1-9]\d{0,5}$/.test(value) ? { gomaxprocs: Number(value) } : undefined;
  if (name === 'GODEBUG') return /^[a-z0-9]+=[\w.*#-]+(?:,[a-z0-9]+=[\w.*#-]+)*,?$/i.test(value) ? { godebug: oneLine(value) } : undefined;
  if (name === 'GOTRACEBACK')
    return /^(?:none|single|all|system|crash|wer|\d{1,3})$/.test(value) ? { gotraceback: oneLine(value) } : undefined;
  return undefined;
}

/** runtime/mgcpacer.go, readGOGC. A negative number is off; what is no number is 100. */
function gogc(value: string): Settings | undefined {
  if (value === 'off' || /^-\d{1,9}$/.test(value)) return { gogcOff: true };
  return /^\d{1,9}$/.test(value) ? { gogc: Number(value), gogcOff: false } : undefined;
}

/** 2^63 − 1 is none. */
const MOST = '9223372036854775807';

/** `512 MiB`, or a blank before it: in an environment it is part of the value, and Go knows no blanks. In a shell other words follow a value. */
const WITH_BLANK = /^(?: +[\d.]+ *|[\d.]+ +)[A-Za-z]{0,5}$/;

/**
 * runtime/mgcpacer.go, readGOMEMLIMIT; runtime/string.go, parseByteCount: whole numbers, units are B, KiB, MiB, GiB, TiB, and `off` in small
 * letters. The process does not start with anything else. What does not look like a size at all (a placeholder, what was blacked out) says nothing.
 */
function memoryLimit(text: string): Settings | undefined {
  const value = WITH_BLANK.test(text) ? text : (/^\S+/.exec(text)?.[0] ?? '');
  if (value === 'off') return { memoryLimitSet: false };
  if (!/^(?: *[-+]?[\d.]+ *[A-Za-z%]{0,5}|off|\d[\d.e+_,]{0,30}[A-Za-z]{0,5})$/i.test(value)) return undefined;
  const said = { memoryLimitText: oneLine(value) };
  const limit = parseGoMemoryLimit(value);
  if (limit.kind !== 'bytes') return { memoryLimitMalformed: true, ...said };
  const none = limit.bytes.toString() === MOST;
  return none ? { memoryLimitSet: false } : { memoryLimitSet: true, memoryLimitBytes: limit.bytes, ...said };
}
