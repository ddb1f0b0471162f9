import { createHash } from 'node:crypto';

/** A value as one line of JSON that carries a check of itself. */
export const toChecksummedJson = (value: object): string =>
  JSON.stringify({ ...value, check: checkOf(JSON.stringify(value)) });

/** The value of a line that is whole; null for one that is cut, or changed in a single bit. */
export function fromChecksummedJson(line: string): unknown {
  const parsed = parse(line);
  if (typeof parsed !== 'object' || parsed === null || !('check' in parsed)) return null;
  const { check, ...value } = parsed;
  return check === checkOf(JSON.stringify(value)) ? value : null;
}

const checkOf = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 16);

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
