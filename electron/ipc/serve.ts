import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import { contract } from '../../shared/ipc/contract.ts';
import type { Guards, Handlers, RequestName } from '../../shared/ipc/types.ts';
import { AppError, toAppError, type Result } from '../../shared/errors.ts';
import type { Dispose } from '../lib/dispose.ts';
import type { Logger } from '../lib/logger.ts';
import type { WindowRegistry } from './trusted-sender.ts';

interface ServeDeps {
  readonly handlers: Handlers;
  readonly guards: Guards;
  readonly windows: WindowRegistry;
  readonly log: Logger;
}

/** Answers every request of the pages: checks sender and argument, runs the handler, catches once, answers a Result. */
export function serve(deps: ServeDeps): Dispose {
  const names = requestNames();
  // electron-store registers a channel of its own when it is created; ours do not use it, so it is removed.
  ipcMain.removeAllListeners('electron-store-get-data');
  for (const name of names) {
    ipcMain.handle(name, (event, arg: unknown) => answer(deps, { name, event, arg }));
  }
  return () => {
    for (const name of names) ipcMain.removeHandler(name);
  };
}

interface IncomingRequest {
  readonly name: RequestName;
  readonly event: IpcMainInvokeEvent;
  readonly arg: unknown;
}

async function answer(
  { handlers, guards, windows, log }: ServeDeps,
  { name, event, arg }: IncomingRequest,
): Promise<Result<unknown>> {
  try {
    const window = windows.senderOf(event);
    if (window === null || !contract[name].from.includes(window)) throw new AppError('not-allowed');
    if (!guards[name](arg)) throw new AppError('invalid-argument', name);
    // The guard above proved the argument; the union over all requests cannot express that.
    const handle = handlers[name] as (proven: unknown) => unknown;
    return { ok: true, value: await handle(arg) };
  } catch (thrown) {
    const { code, message, retryAt } = toAppError(thrown);
    log.warn('request failed', { request: name, code, message });
    return { ok: false, error: { code, detail: message, retryAt } };
  }
}

const requestNames = (): RequestName[] =>
  Object.entries(contract).flatMap(([name, word]) =>
    word.kind === 'request' ? [name as RequestName] : [],
  );
