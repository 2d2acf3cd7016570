/**
 * FNV-1a, 64 bits, of a text's UTF-16 code units, as 16 hexadecimal digits. For stable keys and fingerprints, not
 * for security.
 */
export function stableHash(text: string): string {
  // Four 16-bit limbs: a bigint multiplication for every character would dominate the grouping of a dump.
  let h0 = 0x2325;
  let h1 = 0x8422;
  let h2 = 0x9ce4;
  let h3 = 0xcbf2;
  for (let i = 0; i < text.length; i++) {
    h0 ^= text.charCodeAt(i);
    // The FNV prime is 2^40 + 0x1b3.
    const m0 = h0 * 0x1b3;
    const m1 = h1 * 0x1b3 + (m0 >>> 16);
    const m2 = h2 * 0x1b3 + ((h0 << 8) & 0xffffff) + (m1 >>> 16);
    const m3 = h3 * 0x1b3 + ((h1 << 8) & 0xffffff) + (m2 >>> 16);
    h0 = m0 & 0xffff;
    h1 = m1 & 0xffff;
    h2 = m2 & 0xffff;
    h3 = m3 & 0xffff;
  }
  return [h3, h2, h1, h0].map((limb) => limb.toString(16).padStart(4, '0')).join('');
}
