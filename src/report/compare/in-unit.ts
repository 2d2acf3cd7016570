import { formatBytes } from '../../matcher/template.ts';
import type { NumberChange } from './comparison.ts';

/** A number of a comparison with its unit. */
export function inUnit(value: number, unit: NumberChange['unit']): string {
  if (unit === 'bytes') return formatBytes(value);
  if (unit === 'share') return `${(100 * value).toFixed(1)} %`;
  return unit === 'seconds' ? `${value.toFixed(1)} s` : String(value);
}
