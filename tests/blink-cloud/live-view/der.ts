/** Values in DER, the binary form of X.509 certificates (X.690). */
const tagged = (tag: number, content: Buffer): Buffer =>
  Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const digits = length.toString(16);
  const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}

export const sequence = (...parts: readonly Buffer[]) => tagged(0x30, Buffer.concat(parts));
export const setOf = (...parts: readonly Buffer[]) => tagged(0x31, Buffer.concat(parts));
export const octets = (content: Buffer) => tagged(0x04, content);
export const words = (text: string) => tagged(0x0c, Buffer.from(text, 'utf8'));
export const nothing = () => tagged(0x05, Buffer.alloc(0));
export const yes = () => tagged(0x01, Buffer.from([0xff]));

/** The name of a host among a certificate's other names. */
export const hostName = (name: string) => tagged(0x82, Buffer.from(name, 'latin1'));

/** A part with a number of its own in place of a type. */
export const explicit = (number: number, content: Buffer) => tagged(0xa0 | number, content);

/** A whole number, not negative, from its bytes. */
export const integer = (bytes: Buffer) =>
  tagged(0x02, (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);

/** Bits that fill whole bytes. */
export const bits = (content: Buffer) => tagged(0x03, Buffer.concat([Buffer.from([0]), content]));

/** The name of something: `2.5.4.3`. */
export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(number: number): readonly number[] {
  const low = number & 0x7f;
  return number < 0x80 ? [low] : [...base128(number >>> 7).map((byte) => byte | 0x80), low];
}

/** A moment, whole seconds: the short form up to 2049, as X.509 asks for. */
export function time(at: number): Buffer {
  const digits = new Date(at)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-T:]/g, '');
  return digits < '2050'
    ? tagged(0x17, Buffer.from(digits.slice(2)))
    : tagged(0x18, Buffer.from(digits));
}
