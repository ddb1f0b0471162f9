import type { App } from 'electron';
import { m } from '../../../shared/messages/compiled/messages.js';
import { oneLine } from '../../../shared/messages/text.ts';
import type { Clock } from '../../lib/clock.ts';
import { exitCodes, type CliAnswer, type CliRequest, type CommandLine } from './cli-protocol.ts';
import { sendCommand, type NoAnswer, type SocketPath } from './cli-socket.ts';

type QuickWords = Exclude<CommandLine, { readonly kind: 'open' }>;

interface SecondStartDeps {
  readonly app: App;
  readonly place: SocketPath;
  readonly clock: Clock;
}

/** Words that need no window: they are answered, said and done, and the process ends. */
export function answer(line: QuickWords, deps: SecondStartDeps): void {
  switch (line.kind) {
    case 'command':
      void run(line.command, deps);
      return;
    case 'help':
      say(deps.app, { exitCode: exitCodes.done, text: m.command_help() });
      return;
    case 'version':
      say(deps.app, { exitCode: exitCodes.done, text: deps.app.getVersion() });
      return;
    case 'wrong':
      say(deps.app, {
        exitCode: exitCodes.usage,
        text: m.command_wrong({ word: oneLine(line.word), help: m.command_help() }),
      });
      return;
  }
}

async function run(command: CliRequest, { app, place, clock }: SecondStartDeps): Promise<void> {
  const said = await sendCommand(place, command, clock);
  if (typeof said === 'object') say(app, said);
  else say(app, { exitCode: exitCodes.notRunning, text: silenceWords[said]() });
}

const silenceWords: Readonly<Record<NoAnswer, () => string>> = {
  'not-running': m.command_not_running,
  'no-answer': m.command_no_answer,
  'not-ours': m.command_not_ours,
};

function say(app: App, { exitCode, text, warning }: CliAnswer): void {
  if (warning !== undefined) process.stderr.write(`${warning}\n`);
  const out = exitCode === exitCodes.done ? process.stdout : process.stderr;
  out.write(`${text}\n`, () => app.exit(exitCode));
}
