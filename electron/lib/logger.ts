import { homedir } from 'node:os';
import log from 'electron-log/node';
import { redact, redactField } from './redact.ts';

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

/** Named values of a log line; names that sound like secrets are hidden, the rest is redacted. */
export type LogFields = Readonly<Record<string, unknown>>;

/** One line per call, on disk when it returns. Never throws. */
export interface Logger {
  error(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
}

export interface LoggerOptions {
  /** Absolute path; its folder should be there, with mode 0700. */
  readonly file: string;
  readonly level: LogLevel;
  /** Also to the terminal. */
  readonly isEchoed?: boolean;
}

/** A log file of at most 1 MB beside one older file; nothing secret gets into either. */
export function createLogger({ file, level, isEchoed = false }: LoggerOptions): Logger {
  const logger = log.create({ logId: file });
  const { file: toFile, console: toConsole } = logger.transports;
  toFile.level = level;
  toFile.resolvePathFn = () => file;
  toFile.maxSize = largestBytes;
  toFile.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' };
  toFile.format = '{iso} {level} {text}';
  toConsole.level = isEchoed ? level : false;
  const home = homedir();
  // Runs before every transport, however the logger is called; the other transports (to a window, to a server) stay off.
  logger.hooks.push((message, _, name) => {
    if (name !== 'file' && name !== 'console') return false;
    return { ...message, data: message.data.map((part: unknown) => redact(String(part), home)) };
  });

  const line = (message: string, fields: LogFields = {}) =>
    [message, ...Object.entries(fields).map(([name, value]) => field(name, value))].join(' ');
  const field = (name: string, value: unknown) => `${name}=${redactField(name, value, home)}`;

  return {
    error: (message, fields) => logger.error(line(message, fields)),
    warn: (message, fields) => logger.warn(line(message, fields)),
    info: (message, fields) => logger.info(line(message, fields)),
    debug: (message, fields) => logger.debug(line(message, fields)),
  };
}

const largestBytes = 1_000_000;
