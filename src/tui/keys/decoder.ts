import { sanitize } from '../../text/safe-text.ts';
import type { Key } from './key.ts';

type NamedKey = Extract<Key, { kind: 'named' }>['name'];

/** Where the decoder is between two bytes. */
type State =
  | 'ground'
  /** One ESC, of which nothing is known yet. */
  | 'escape'
  /** Two ESC: two presses of Esc, or alt with a key that has a sequence of its own (rxvt). */
  | 'escapes'
  /** Within the bytes of one character of UTF-8. */
  | 'utf8'
  /** After CSI (`ESC [`). */
  | 'csi'
  /** After SS3 (`ESC O`). */
  | 'ss3'
  /** After `ESC [ [`, with which the Linux console begins F1 to F5: one letter follows. */
  | 'linux-function'
  /** After `CSI M`: three bytes of a mouse report of X10. */
  | 'x10'
  /** In an OSC, DCS, APC, PM or SOS, which end at ST. */
  | 'string'
  /** In such a string, after an ESC that may begin its end. */
  | 'string-escape'
  | 'paste';

const ESC = 0x1b;
/** `CSI 201 ~` */
const PASTE_END: readonly number[] = [ESC, 0x5b, 0x32, 0x30, 0x31, 0x7e];

/** Bytes of a paste that are kept; the rest is swallowed. */
export const PASTE_LIMIT = 64 * 1024;

/** Parameter bytes of a sequence that are kept; no key has as many. */
const PARAMETERS_LIMIT = 64;

/** Calls of flush after which a sequence without an end is given up: the rest of an arrow key may take longer than an ESC is waited for. */
const PATIENCE = 3;

/** Last letters of CSI and SS3 sequences; the small ones are those of rxvt with shift or ctrl. */
const BY_LETTER: Readonly<Record<string, NamedKey>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  a: 'up',
  b: 'down',
  c: 'right',
  d: 'left',
  H: 'home',
  F: 'end',
  Z: 'back-tab',
};

/** Numbers of `CSI number ~` (VT220, xterm, the Linux console, rxvt). */
const BY_NUMBER: Readonly<Record<number, NamedKey>> = {
  1: 'home',
  3: 'delete',
  4: 'end',
  5: 'page-up',
  6: 'page-down',
  7: 'home',
  8: 'end',
};

/**
 * Turns the bytes of a terminal into keys. Pure, with state: a key may come in several pieces, and any split of the same bytes gives the same
 * keys. What is no key (reports of mouse and focus, answers to queries, unknown sequences) is swallowed whole, so nothing of it acts as if typed.
 * Never throws; keeps at most {@link PASTE_LIMIT} bytes.
 */
export class KeyDecoder {
  #state: State = 'ground';
  #parameters = '';
  #bytesLeft = 0;
  #codePoint = 0;
  #smallest = 0;
  #alt = false;
  #stringStart = '';
  #stringIsEmpty = true;
  #paste: number[] = [];
  #pasteEnd = 0;
  #flushes = 0;
  #keys: Key[] = [];

  /** Keys that are complete with these bytes. A string has to hold whole characters. */
  feed(bytes: Uint8Array | string): Key[] {
    const data = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
    if (data.length > 0) this.#flushes = 0;
    for (const byte of data) this.#take(byte);
    return this.#taken();
  }

  /** A key is begun, and only {@link flush} or more bytes decide what it is. Call flush 50 ms after the last bytes, again while this holds. */
  get waiting(): boolean {
    return this.#state !== 'ground' && this.#state !== 'paste';
  }

  /** Decides what waits: an ESC is the key; the beginning of a longer sequence gets some more time, and is then dropped. */
  flush(): Key[] {
    this.#flushes += 1;
    const late = this.#flushes >= PATIENCE;
    switch (this.#state) {
      case 'escape':
        this.#named('escape');
        this.#state = 'ground';
        break;
      case 'escapes':
        this.#named('escape');
        this.#named('escape');
        this.#state = 'ground';
        break;
      case 'csi':
        if (late) this.#giveUp(this.#parameters === '' ? '[' : undefined);
        break;
      case 'ss3':
        if (late) this.#giveUp(this.#parameters === '' ? 'O' : undefined);
        break;
      case 'string':
        // alt with one of `]PX^_` begins as a string does, and has nothing behind it.
        if (late) this.#giveUp(this.#stringIsEmpty ? this.#stringStart : undefined);
        break;
      case 'utf8':
      case 'linux-function':
      case 'x10':
      case 'string-escape':
        if (late) this.#giveUp(undefined);
        break;
      case 'ground':
      case 'paste':
        break;
    }
    return this.#taken();
  }

  #giveUp(alt: string | undefined): void {
    if (alt !== undefined) this.#char(alt, false, true);
    this.#alt = false;
    this.#state = 'ground';
  }

  #taken(): Key[] {
    const keys = this.#keys;
    this.#keys = [];
    return keys;
  }

  #named(name: NamedKey): void {
    this.#keys.push({ kind: 'named', name });
  }

  #char(char: string, ctrl: boolean, alt: boolean): void {
    this.#keys.push({ kind: 'char', char, ctrl, alt });
  }

  #take(byte: number): void {
    switch (this.#state) {
      case 'ground':
        return this.#ground(byte);
      case 'escape':
        return this.#escape(byte);
      case 'escapes':
        return this.#escapes(byte);
      case 'utf8':
        return this.#utf8(byte);
      case 'csi':
        return this.#csi(byte);
      case 'ss3':
        return this.#ss3(byte);
      case 'linux-function':
        this.#state = 'ground';
        // Other than a letter it is the next key.
        return byte < 0x20 || byte >= 0x7f ? this.#ground(byte) : undefined;
      case 'x10':
        return this.#x10(byte);
      case 'string':
        return this.#string(byte);
      case 'string-escape':
        return this.#stringEscape(byte);
      case 'paste':
        return this.#inPaste(byte);
    }
  }

  #ground(byte: number): void {
    this.#state = 'ground';
    if (byte === ESC) this.#state = 'escape';
    else if (byte < 0x20 || byte === 0x7f) this.#control(byte);
    else if (byte < 0x7f) this.#char(String.fromCharCode(byte), false, this.#takeAlt());
    else this.#beginUtf8(byte);
  }

  #control(byte: number): void {
    this.#alt = false;
    // Line feed is what Enter sends where carriage returns are translated.
    if (byte === 0x0d || byte === 0x0a) this.#named('enter');
    else if (byte === 0x09) this.#named('tab');
    else if (byte === 0x7f || byte === 0x08) this.#named('backspace');
    else if (byte === 0) this.#char(' ', true, false);
    else this.#char(String.fromCharCode(byte <= 26 ? byte | 0x60 : byte | 0x40), true, false);
  }

  #takeAlt(): boolean {
    const alt = this.#alt;
    this.#alt = false;
    return alt;
  }

  #beginUtf8(byte: number): void {
    // 0xc0, 0xc1 and what is above 0xf4 begin no character (RFC 3629).
    if (byte >= 0xc2 && byte <= 0xdf) this.#expect(1, byte & 0x1f, 0x80);
    else if (byte >= 0xe0 && byte <= 0xef) this.#expect(2, byte & 0x0f, 0x800);
    else if (byte >= 0xf0 && byte <= 0xf4) this.#expect(3, byte & 0x07, 0x10000);
    else this.#alt = false;
  }

  #expect(bytes: number, bits: number, smallest: number): void {
    this.#state = 'utf8';
    this.#bytesLeft = bytes;
    this.#codePoint = bits;
    this.#smallest = smallest;
  }

  #utf8(byte: number): void {
    if (byte < 0x80 || byte > 0xbf) {
      this.#alt = false;
      return this.#ground(byte);
    }
    this.#codePoint = (this.#codePoint << 6) | (byte & 0x3f);
    this.#bytesLeft -= 1;
    if (this.#bytesLeft > 0) return;
    this.#state = 'ground';
    const code = this.#codePoint;
    const alt = this.#takeAlt();
    const isCharacter = code >= this.#smallest && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) && code >= 0xa0;
    if (isCharacter) this.#char(String.fromCodePoint(code), false, alt);
  }

  #escape(byte: number): void {
    const character = String.fromCharCode(byte);
    if (byte === ESC) {
      this.#state = 'escapes';
    } else if (character === '[' || character === 'O') {
      this.#state = character === '[' ? 'csi' : 'ss3';
      this.#parameters = '';
    } else if (']PX^_'.includes(character)) {
      this.#state = 'string';
      this.#stringStart = character;
      this.#stringIsEmpty = true;
    } else if (byte === 0x7f || byte === 0x08) {
      // alt-backspace; Esc and then backspace so fast is no one's wish.
      this.#ground(byte);
    } else if (byte < 0x20) {
      // Esc and then a control key, faster than the wait: both count, above all ctrl-c.
      this.#named('escape');
      this.#ground(byte);
    } else {
      this.#alt = true;
      this.#ground(byte);
    }
  }

  #escapes(byte: number): void {
    const character = String.fromCharCode(byte);
    // rxvt and others put one more ESC before a sequence for alt; keys with a name have no alt here. Anything else: the first was a press of Esc.
    if (character !== '[' && character !== 'O') this.#named('escape');
    this.#state = 'escape';
    this.#escape(byte);
  }

  #csi(byte: number): void {
    if (byte < 0x20 || byte >= 0x7f) return this.#ground(byte);
    const character = String.fromCharCode(byte);
    // rxvt ends keys with shift in `$`, which ends nothing elsewhere: answers with `$` before their end have `?` or `;` in front.
    const isRxvtShift = character === '$' && /^\d+$/.test(this.#parameters);
    if (byte < 0x40 && !isRxvtShift) {
      if (this.#parameters.length < PARAMETERS_LIMIT) this.#parameters += character;
      return;
    }
    this.#state = 'ground';
    if (this.#parameters === '' && character === '[') this.#state = 'linux-function';
    else if (this.#parameters === '' && character === 'M') this.#begin('x10', 3);
    else this.#sequence(this.#parameters, character);
  }

  #begin(state: State, bytes: number): void {
    this.#state = state;
    this.#bytesLeft = bytes;
  }

  /** A whole CSI sequence. */
  #sequence(parameters: string, last: string): void {
    if (parameters === '200' && last === '~') {
      this.#state = 'paste';
      this.#paste = [];
      this.#pasteEnd = 0;
      return;
    }
    // Answers and reports of the mouse have a private mark (`?`, `<`, `>`, `=`) or intermediate bytes; keys never do.
    if (!/^[\d;:]*$/.test(parameters)) return;
    const [first, second, third] = parameters.split(';').map((one) => one.split(':').map(Number));
    // With kitty's protocol a key that is let go is reported too: 3 behind the modifiers.
    if (second?.[1] === 3) return;
    if (last === 'u') return this.#coded(first?.[0] ?? 0, second?.[0] ?? 1);
    if (last === '~' && first?.[0] === 27 && third !== undefined) return this.#coded(third[0] ?? 0, second?.[0] ?? 1);
    // `^`, `$` and `@` are rxvt's ends with ctrl, shift and both.
    const name = '~^$@'.includes(last) ? BY_NUMBER[first?.[0] ?? 0] : BY_LETTER[last];
    if (name !== undefined) this.#named(name);
  }

  /** A key by its code point and modifiers (1 + shift 1 + alt 2 + ctrl 4): `CSI code;modifiers u`, and xterm's modifyOtherKeys. */
  #coded(code: number, modifiers: number): void {
    const bits = modifiers - 1;
    if (code === 27) return this.#named('escape');
    if (code === 9) return this.#named((bits & 1) === 0 ? 'tab' : 'back-tab');
    if (code === 13 || code === 127 || code === 8) return this.#control(code);
    const isPrivateUse = code >= 0xe000 && code <= 0xf8ff;
    if (!(code >= 0x20 && code < 0x110000) || (code > 0x7e && code < 0xa0) || (code >= 0xd800 && code < 0xe000) || isPrivateUse) return;
    const character = String.fromCodePoint(code);
    this.#char((bits & 1) === 0 ? character : character.toUpperCase(), (bits & 4) !== 0, (bits & 2) !== 0);
  }

  #ss3(byte: number): void {
    if (byte < 0x20 || byte >= 0x7f) return this.#ground(byte);
    const character = String.fromCharCode(byte);
    if (byte < 0x40) {
      if (this.#parameters.length < PARAMETERS_LIMIT) this.#parameters += character;
      return;
    }
    this.#state = 'ground';
    const name = BY_LETTER[character];
    if (name !== undefined) this.#named(name);
    else if (character === 'M') this.#named('enter');
    // The number pad in application mode: `*+,-./0123456789` as `j` to `y`.
    else if (character >= 'j' && character <= 'y') this.#char(String.fromCharCode(byte - 0x40), false, false);
  }

  #x10(byte: number): void {
    // All three are 32 or more.
    if (byte < 0x20) return this.#ground(byte);
    this.#bytesLeft -= 1;
    if (this.#bytesLeft === 0) this.#state = 'ground';
  }

  #string(byte: number): void {
    this.#stringIsEmpty = false;
    if (byte === ESC) this.#state = 'string-escape';
    else if (byte === 0x07) this.#state = 'ground';
    // No answer holds other control characters: someone types, and wants to be heard.
    else if (byte < 0x20) this.#ground(byte);
  }

  #stringEscape(byte: number): void {
    this.#state = 'ground';
    if (byte === 0x5c) return;
    this.#state = 'escape';
    this.#escape(byte);
  }

  #inPaste(byte: number): void {
    // What was pasted is never a command, but for the one way out of a paste whose end got lost.
    if (byte === 0x03) {
      this.#endPaste();
      return this.#ground(byte);
    }
    if (byte === PASTE_END[this.#pasteEnd]) {
      this.#pasteEnd += 1;
      if (this.#pasteEnd === PASTE_END.length) this.#endPaste();
      return;
    }
    for (const one of PASTE_END.slice(0, this.#pasteEnd)) this.#keep(one);
    this.#pasteEnd = byte === ESC ? 1 : 0;
    if (byte !== ESC) this.#keep(byte);
  }

  #keep(byte: number): void {
    if (this.#paste.length < PASTE_LIMIT) this.#paste.push(byte);
  }

  #endPaste(): void {
    this.#state = 'ground';
    // Cut by the limit, the last character may be cut too.
    const text = new TextDecoder().decode(new Uint8Array(this.#paste), { stream: true });
    this.#paste = [];
    if (text !== '') this.#keys.push({ kind: 'paste', text: sanitize(text.replaceAll(/\r\n?/g, '\n')) });
  }
}
