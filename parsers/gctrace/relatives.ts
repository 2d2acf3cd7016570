import type { GoForm } from '../go-form.ts';

/** A line that other settings of GODEBUG print about the garbage collector, or gctrace beside its `gc` lines. */
export type Relative = { readonly go?: GoForm } & (
  | {
      /**
       * `timer`: `GC forced` (runtime/proc.go, forcegchelper): two minutes have passed, the next collection is due by
       * that. `pacer`: `pacer: …` (runtime/mgcpacer.go, mgcsweep.go), with gcpacertrace=1. `scan`: `scan: …`
       * (runtime/mgcmark_greenteagc.go), with gctrace=2 from Go 1.25 on.
       */
      readonly kind: 'timer' | 'pacer' | 'scan';
    }
  /** `scav …` (runtime/mgcscavenge.go), with scavtrace=1; `scvg…` up to Go 1.13, with gctrace=1. */
  | { readonly kind: 'scavenger'; readonly releasedKiB?: number; readonly forced: boolean }
  /** `init …` (runtime/proc.go, doInit1), with inittrace=1. */
  | { readonly kind: 'init'; readonly package: string; readonly atMs: number; readonly clockMs: number; readonly bytes: number }
);

const PACER =
  /^pacer: (?:assist ratio=[^ ]+ \(scan \d+ MB in \d+->\d+ MB\) workers=|H_m_prev=\d|\d+% CPU \(\d+ exp\.\) for |sweep done at heap size \d+MB; )/;
const SCAN = /^scan: (?:total [\d+=]+ objs|class (?:\d+B|L) [\d+=]+ objs)/;
/** Up to Go 1.12 with the number of the round: `scvg3: …`. The first line stands only where something was given back. */
const OLD_SCAVENGER =
  /^(forced )?scvg\d*: (?:\d+ MB released|inuse: \d+, idle: \d+, sys: \d+, released: (\d{1,12}), consumed: \d+ \(MB\))$/;
/** Without ` (forced)` and its like: those stand behind. `total`, later `now`, is what is given back at that moment. */
const SCAVENGER =
  /^scav (?:(\d+) )?\d+ KiB work(?:, (\d{1,15}) KiB total|( \(bg\)), \d+ KiB work \(eager\), (\d{1,15}) KiB now), \d+% util(?: \((forced)\)| \[controller reset\])?$/;
const INIT = /^init (\S{1,300}) @(\d{1,15}(?:\.\d{1,15})?) ms, (\d{1,15}(?:\.\d{1,15})?) ms clock, (\d{1,15}) bytes, \d+ allocs$/;

const SCAN_FORM: GoForm = { min: '1.25', reason: '`scan:` lines of gctrace=2 (Go ≥ 1.25)' };
const INIT_FORM: GoForm = { min: '1.16', reason: '`init` lines of inittrace=1 (Go ≥ 1.16)' };
const SCAVENGER_FORMS = {
  megabytes: { max: '1.13', reason: '`scvg` lines (Go ≤ 1.13)' },
  numbered: { min: '1.15', max: '1.18', reason: '`scav` lines with the number of the round (Go 1.15 to 1.18)' },
  // 1.14, 1.19 and 1.20 print the same line.
  plain: { min: '1.14', max: '1.20', reason: '`scav` lines with a total (Go 1.14 to 1.20)' },
  eager: { min: '1.21', reason: '`scav` lines with eager work (Go ≥ 1.21)' },
} satisfies Record<string, GoForm>;

/** Tells what such a line is; undefined for any other. By the first characters, since most lines are other ones. */
export function readRelative(raw: string): Relative | undefined {
  switch (raw.charCodeAt(0)) {
    case 0x47: // G
      return raw.trimEnd() === 'GC forced' ? { kind: 'timer' } : undefined;
    case 0x70: // p
      return raw.startsWith('pacer: ') && PACER.test(raw) ? { kind: 'pacer', ...pacerForm(raw) } : undefined;
    case 0x73: // s
      if (raw.startsWith('scan: ')) return SCAN.test(raw) ? { kind: 'scan', go: SCAN_FORM } : undefined;
      if (raw.startsWith('scav ')) return scavenger(raw.trimEnd());
      return raw.startsWith('scvg') ? oldScavenger(raw.trimEnd()) : undefined;
    case 0x66: // f
      return raw.startsWith('forced scvg') ? oldScavenger(raw.trimEnd()) : undefined;
    case 0x69: // i
      return raw.startsWith('init ') ? init(raw.trimEnd()) : undefined;
    default:
      return undefined;
  }
}

function scavenger(text: string): Relative | undefined {
  const match = SCAVENGER.exec(text);
  if (match === null) return undefined;
  const [, round, total, background, now, forced] = match;
  const released = total ?? now;
  return {
    kind: 'scavenger',
    ...(released === undefined ? {} : { releasedKiB: Number(released) }),
    forced: forced !== undefined,
    go: background !== undefined ? SCAVENGER_FORMS.eager : round === undefined ? SCAVENGER_FORMS.plain : SCAVENGER_FORMS.numbered,
  };
}

function oldScavenger(text: string): Relative | undefined {
  const match = OLD_SCAVENGER.exec(text);
  if (match === null) return undefined;
  const [, forced, released] = match;
  return {
    kind: 'scavenger',
    ...(released === undefined ? {} : { releasedKiB: Number(released) * 1024 }),
    forced: forced !== undefined,
    go: SCAVENGER_FORMS.megabytes,
  };
}

function init(text: string): Relative | undefined {
  const match = INIT.exec(text);
  if (match === null) return undefined;
  const [, name = '', at, clock, bytes] = match;
  return { kind: 'init', go: INIT_FORM, package: name, atMs: Number(at), clockMs: Number(clock), bytes: Number(bytes) };
}

function pacerForm(text: string): { readonly go?: GoForm } {
  if (text.startsWith('pacer: H_m_prev')) return { go: { max: '1.17', reason: '`pacer:` lines with `H_m_prev=` (Go ≤ 1.17)' } };
  if (text.includes('% CPU (')) return { go: { min: '1.18', reason: '`pacer:` lines with `% CPU` (Go ≥ 1.18)' } };
  if (!text.startsWith('pacer: assist ratio=')) return {};
  // Floats are printed as strconv does since 1.26: `0.25`; before, with a sign and an exponent: `+2.500000e-001`.
  return text.startsWith('pacer: assist ratio=+')
    ? { go: { max: '1.25', reason: 'floats with exponents in `pacer:` lines (Go ≤ 1.25)' } }
    : { go: { min: '1.26', reason: 'plain floats in `pacer:` lines (Go ≥ 1.26)' } };
}
