import { oneLine } from '../text/safe-text.ts';

/** Bytes of a text that are looked at. */
const LOOK = 2048;
/** Characters of a title or a line that are shown. */
const SHOWN = 100;
/** Names that are given to profiles: `heap.pprof`, `cpu.prof`, `pprof.server.alloc_objects.001.pb.gz`. */
const NAME = /\.(?:pprof|prof|pb)(?:\.(?:gz|zst|xz))?$/i;

/** Whether the name of a file promises a profile. What it is its content decides. */
export function promisesProfile(path: string): boolean {
  return NAME.test(path);
}

/**
 * What a text is that stands where a profile should be, from its first bytes: the page of a proxy, an error as JSON, or what net/http/pprof
 * answers where it has no profile to give (`serveError` in net/http/pprof/pprof.go).
 */
export function inPlaceOfProfile(head: Uint8Array): string {
  const text = new TextDecoder().decode(head.subarray(0, LOOK)).trim();
  if (/^(?:<!doctype html|<html|<head|<\?xml[^>]*>\s*<!doctype html)/i.test(text)) {
    const title = /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1] ?? '';
    return `an HTML page in place of a profile${quoted(title)}`;
  }
  if (/^\{\s*(?:"|\})|^\[\s*(?:[{["\]\d-]|true|false|null)/.test(text)) return 'JSON in place of a profile';
  if (/^<\?xml|^<[A-Za-z][\w:-]*[\s>]/.test(text)) return 'XML in place of a profile';
  return `text in place of a profile${quoted(text)}`;
}

/** The first line, as far as it is shown. */
function quoted(text: string): string {
  const line =
    text
      .trim()
      .split(/[\r\n]/, 1)[0]
      ?.trim() ?? '';
  if (line === '') return '';
  const shown = Array.from(line).slice(0, SHOWN).join('');
  return `: “${oneLine(shown === line ? line : `${shown}…`)}”`;
}
