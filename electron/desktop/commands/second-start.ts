import type { App } from 'electron';
import { m } from '../../../shared/messages/compiled/messages.js';
import { oneLine } from '../../../shared/messages/one-line.ts';
import type { Clock } from '../../lib/timing.ts';
import { exitCodes, type CommandAnswer } from './command-answers.ts';
import type { Command, CommandLine } from './command-line.ts';
import { sendCommand, type NoAnswer } from './command-socket.ts';
import type { SocketPath } from './socket-path.ts';

interface SecondStartDeps {
  readonly app: App;
  readonly place: SocketPath;
  readonly clock: Clock;
}

/** Words that need no window: they are answered, said and done. True when this process has nothing else to do. */
export function answeredAtOnce(line: CommandLine, deps: SecondStartDeps): boolean {
  switch (line.kind) {
    case 'open':
      return false;
    case 'command':
      void run(line.command, deps);
      return true;
    case 'help':
      say(deps.app, { exitCode: exitCodes.done, text: m.command_help() });
      return true;
    case 'version':
      say(deps.app, { exitCode: exitCodes.done, text: deps.app.getVersion() });
      return true;
    case 'wrong':
      say(deps.app, {
        exitCode: exitCodes.usage,
        text: m.command_wrong({ word: oneLine(line.word), help: m.command_help() }),
      });
      return true;
  }
}

async function run(command: Command, { app, place, clock }: SecondStartDeps): Promise<void> {
  const answer = await sendCommand(place, command, clock);
  if (typeof answer === 'object') say(app, answer);
  else say(app, { exitCode: exitCodes.notRunning, text: silenceWords[answer]() });
}

const silenceWords: Readonly<Record<NoAnswer, () => string>> = {
  'not-running': m.command_not_running,
  'no-answer': m.command_no_answer,
  'not-ours': m.command_not_ours,
};

function say(app: App, { exitCode, text, warning }: CommandAnswer): void {
  if (warning !== undefined) process.stderr.write(`${warning}\n`);
  const out = exitCode === exitCodes.done ? process.stdout : process.stderr;
  out.write(`${text}\n`, () => app.exit(exitCode));
}
