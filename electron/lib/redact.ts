import { appErrorCodes } from '../../shared/errors.ts';

/** Takes secrets, persons and places out of a text that goes to a log; one line of at most 4,000 characters. Pure. */
export function redact(text: string, home = ''): string {
  const short = text.length > longestText ? `${text.slice(0, longestText)}…` : text;
  const homeless = home.length > 1 ? short.replaceAll(home, '~') : short;
  return rules.reduce((rest, [pattern, hidden]) => rest.replaceAll(pattern, hidden), homeless);
}

/** A field as it may be logged: hidden by its name, because some secrets look like ordinary text. */
export function redactField(name: string, value: unknown, home = ''): string {
  return isHidden(name, value) ? hiddenMark : asText(value, home);
}

const longestText = 4_000;
const hiddenMark = '[hidden]';

const secretWords =
  'pass(?:word|wd|phrase)?|secret|(?:access_?|refresh_?|id_?)?token|authorization|auth|cookie|' +
  'code|pin|otp|(?:code_?)?verifier|hardware_?id|unique_?id|client_?id|csrf(?:_?token)?';
const secretName = new RegExp(
  `^(?:${secretWords}|.*(?:token|password|secret|verifier|cookie|authorization|e-?mail))$`,
  'i',
);
const secretPair = new RegExp(
  String.raw`(\b(?:${secretWords})\\*["']?\s*[=:]\s*)(\\*"[^"]*"|'[^']*'|[^\s"'&,;}]+)`,
  'gi',
);

const rules: readonly (readonly [RegExp, string])[] = [
  // One line per entry: a name from the cloud must not forge another one.
  [/[\p{Cc}\u2028\u2029]+/gu, ' '],
  [/\b(bearer|basic)\s+[^\s"',;]+/gi, `$1 ${hiddenMark}`],
  [/\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g, '[token]'],
  [secretPair, `$1${hiddenMark}`],
  [/[\w.+%-]+(?:@|%40)[a-z0-9-]+(?:\.[a-z0-9-]+)+/gi, '[e-mail]'],
  [/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi, '[uuid]'],
  [/\?[^\s"'<>)]*=[^\s"'<>)]*/g, `?${hiddenMark}`],
  // Long runs of letters and digits are keys of some kind: tokens, hashes, serials.
  [/(?<![\w+-])(?=[\w+-]*\d)(?=[\w+-]*[a-z])[\w+-]{32,}={0,2}/gi, '[long]'],
];

// Our own error codes share their field's name with the codes people type.
const isHidden = (name: string, value: unknown): boolean =>
  secretName.test(name) && !appErrorCodes.some((code) => code === value);

function asText(value: unknown, home: string): string {
  if (typeof value === 'string') return JSON.stringify(redact(value, home));
  if (value instanceof Error) return redact(errorText(value), home);
  if (typeof value === 'object' && value !== null) return objectText(value, home);
  return String(value);
}

function errorText(error: Error): string {
  const cause = error.cause instanceof Error ? ` (${errorText(error.cause)})` : '';
  return `${error.name}: ${error.message}${cause}`;
}

function objectText(value: object, home: string): string {
  try {
    return JSON.stringify(value, (name, inner: unknown) => {
      if (isHidden(name, inner)) return hiddenMark;
      return typeof inner === 'string' ? redact(inner, home) : inner;
    });
  } catch {
    return '[object]';
  }
}
