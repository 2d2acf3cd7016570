import fc from 'fast-check';

/** What must never reach a terminal: controls, and what changes the direction or the columns of the text around it. */
// oxlint-disable-next-line no-control-regex -- finding control characters is the purpose
export const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]|\p{Cf}/u;

const pieces = fc.constantFrom(
  '\u001b[31m',
  '\u001b]52;c;aGk=\u0007',
  '\u009b2J',
  '\u202e',
  '\u2066',
  '\u061c',
  '\u200d',
  '\ufeff',
  '\u00ad',
  '\t',
  '\n',
  '\r',
  '\0',
  'e\u0301',
  '\u0301\u0302\u0303',
  '漢字',
  '한글',
  '🎉',
  '👩‍💻',
  '👍🏽',
  '🇩🇪',
  'ﷺ',
  'שלום',
  'ＷＩＤＥ',
  '\ud800',
  ' ',
  '   ',
  'main.(*Server).handle',
  'github.com/acme/shop/cart.(*Cart).Add',
);

/** Text that somebody wants to break rows with, between ordinary words. */
export const hostile: fc.Arbitrary<string> = fc
  .array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 6 }), fc.string({ maxLength: 12 })), { maxLength: 12 })
  .map((parts) => parts.join(''));
