import type { App } from 'electron';
import { m } from '../../../shared/messages/compiled/messages.js';
import { oneLine } from '../../../shared/messages/text.ts';
import type { Clock } from '../../lib/clock.ts';
import { exitCodes, type CliAnswer, type CliRequest, type CommandLine } from './cli-protocol.ts';
import { sendCommand, type NoAnswer, type SocketPath } from './cli-socket.ts';

type WindowlessCommandLine = Exclude<CommandLine, { readonly kind: 'open' }>;

interface CliClientDeps {
  readonly app: App;
  readonly place: SocketPath;
  readonly clock: Clock;
}

/** Carries out a command line that needs no window, prints the result and ends the process. */
export function runCliClient(line: WindowlessCommandLine, deps: CliClientDeps): void {
  switch (line.kind) {
    case 'command':
      void run(line.command, deps);
      return;
    case 'help':
      print(deps.app, { exitCode: exitCodes.done, text: m.command_help() });
      return;
    case 'version':
      print(deps.app, { exitCode: exitCodes.done, text: deps.app.getVersion() });
      return;
    case 'wrong':
      print(deps.app, {
        exitCode: exitCodes.usage,
        text: m.command_wrong({ word: oneLine(line.word), help: m.command_help() }),
      });
      return;
  }
}

async function run(command: CliRequest, { app, place, clock }: CliClientDeps): Promise<void> {
  const answer = await sendCommand(place, command, clock);
  if (typeof answer === 'object') print(app, answer);
  else print(app, { exitCode: exitCodes.notRunning, text: noAnswerText[answer]() });
}

const noAnswerText: Readonly<Record<NoAnswer, () => string>> = {
  'not-running': m.command_not_running,
  'no-answer': m.command_no_answer,
  'not-ours': m.command_not_ours,
};

function print(app: App, { exitCode, text, warning }: CliAnswer): void {
  if (warning !== undefined) process.stderr.write(`${warning}\n`);
  const out = exitCode === exitCodes.done ? process.stdout : process.stderr;
  out.write(`${text}\n`, () => app.exit(exitCode));
}
