import { isClipId, type ClipId } from '../../../shared/ids.ts';
import type { PageName } from '../../../shared/ipc/contract.ts';
import { seconds } from '../../lib/clock.ts';
import { armingDeadlineMs } from '../../services/arming/arming-service.ts';

/** What a second start asks of the application that is running. */
export type CliRequest =
  | { readonly verb: 'arm' | 'disarm'; readonly name: string }
  /** Minutes; 0 ends the mute. */
  | { readonly verb: 'mute'; readonly minutes: number }
  | { readonly verb: 'status' };

/** What a link or a start without a command opens. Links can come from web pages, so they can only open things. */
export type Opening =
  | { readonly kind: 'window' }
  | { readonly kind: 'page'; readonly page: PageName }
  | { readonly kind: 'clip'; readonly id: ClipId };

export type CommandLine =
  | { readonly kind: 'command'; readonly command: CliRequest }
  | { readonly kind: 'open'; readonly opening: Opening; readonly isHidden: boolean }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  /** An unknown argument, or one whose value is missing. */
  | { readonly kind: 'wrong'; readonly word: string };

/**
 * Reads the arguments after the name of the program and ignores Chromium's switches. A link together with a command is
 * refused: a web page chooses the link and could have added the command.
 */
export function parseCommandLine(words: readonly string[]): CommandLine {
  const at = words.findIndex((word) => known.has(nameOf(word)));
  const link = words.find(isLink);
  if (at < 0) return { kind: 'open', opening: openingOf(link), isHidden: false };
  const [name, given] = split(words[at] ?? '');
  if (name === '--hidden') return { kind: 'open', opening: openingOf(link), isHidden: true };
  if (name === '--help') return { kind: 'help' };
  if (name === '--version') return { kind: 'version' };
  if (link !== undefined) return { kind: 'wrong', word: `${name} ${link}` };
  if (name === '--status') return { kind: 'command', command: { verb: 'status' } };
  return withValue(name, given ?? words[at + 1] ?? '');
}

function withValue(name: string, value: string): CommandLine {
  const wrong: CommandLine = { kind: 'wrong', word: `${name} ${value}`.trim() };
  if (name === '--mute') {
    const minutes = Number(value);
    const isRight = /^\d{1,5}$/.test(value) && minutes <= longestMuteMinutes;
    return isRight ? { kind: 'command', command: { verb: 'mute', minutes } } : wrong;
  }
  if (value === '' || value.startsWith('--') || value.length > 200) return wrong;
  const verb = name === '--arm' ? 'arm' : 'disarm';
  return { kind: 'command', command: { verb, name: value } };
}

/** What a `porchlight://` link opens; the window for any link that is not known. */
export function openingOf(link: string | undefined): Opening {
  const [, host, rest] = new RegExp(`^${scheme}://([a-z]+)(?:/(\\w*))?/?$`).exec(link ?? '') ?? [];
  if (host === 'clip' && isClipId(rest)) return { kind: 'clip', id: rest };
  const page = pages.find((name) => name === host);
  return page === undefined ? { kind: 'window' } : { kind: 'page', page };
}

/** The scheme of links. */
export const scheme = 'porchlight';

const pages: readonly PageName[] = ['home', 'clips', 'settings'];
const longestMuteMinutes = 7 * 24 * 60;
const known = new Set([
  '--arm',
  '--disarm',
  '--mute',
  '--status',
  '--hidden',
  '--help',
  '--version',
]);

const split = (word: string): readonly [string, string | undefined] => {
  const at = word.indexOf('=');
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
};
/** Schemes are case-insensitive, and a system may leave spaces around the link. */
const isLink = (word: string): boolean => word.trim().toLowerCase().startsWith(`${scheme}:`);
const nameOf = (word: string): string => split(word)[0];

/** The result of a command, as it is sent over the socket. */
export interface CliAnswer {
  readonly exitCode: number;
  /** For standard output, or for standard error when the exit code is not 0. */
  readonly text: string;
  /** For standard error: the command was carried out, with something to note. */
  readonly warning?: string | undefined;
}

/** Part of the interface for scripts. */
export const exitCodes = {
  done: 0,
  /** The command failed; the text says why. */
  failed: 1,
  /** The arguments are wrong, or no network has that name. */
  usage: 2,
  /** Porchlight does not run, or does not answer. */
  notRunning: 3,
  /** Nobody is signed in. */
  notSignedIn: 4,
} as const;

/** How long a command waits for an application that is starting. */
export const startingMs = seconds(20);

/** Arming may have to wait for the end of another arming; the client must wait at least that long. */
export const longestAnswerMs = startingMs + 2 * armingDeadlineMs + seconds(10);
