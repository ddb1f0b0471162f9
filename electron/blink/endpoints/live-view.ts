import * as v from 'valibot';
import { AppError } from '../../../shared/errors.ts';
import { legacy, post, type ApiClient, type EndpointVariants } from '../api-client.ts';
import type { LiveServer, LiveServerCheck } from '../live/live-server.ts';
import type { CommandRef, DeviceRef } from '../models.ts';
import {
  maybeFlag,
  maybeNumber,
  maybeText,
  parseAnswer,
  readRows,
  wireId,
} from '../wire/schema-helpers.ts';
import { commandPartSchema, isGoingWell, readCommand, type CommandRunner } from './commands.ts';
import { devicePaths, networkPaths, type DevicePaths } from './paths.ts';

/** A live view the cloud has opened. It costs the camera until it is ended. */
export interface LiveView {
  readonly command: CommandRef;
  readonly server: LiveServer;
  /** To be sent to the server, if the cloud gave one. */
  readonly token: string | null;
  /** The server cuts it then; null when it does not say. */
  readonly durationMs: number | null;
  readonly extendedDurationMs: number | null;
  /** How often the person should be asked whether to go on, and how long before. */
  readonly continueEveryMs: number | null;
  readonly warnBeforeMs: number | null;
  readonly pollEveryMs: number;
}

/** Live views: start, poll, end. */
export interface LiveViewCalls {
  /** `module-busy` while the sync module serves another camera; `bad-answer` for a server not to be connected to. */
  start(device: DeviceRef, signal?: AbortSignal): Promise<LiveView>;
  /** Whether the cloud still keeps it open. */
  poll(command: CommandRef, signal?: AbortSignal): Promise<boolean>;
  /** Always to be called, and awaited: until then the sync module is busy for every other camera. */
  end(command: CommandRef, signal?: AbortSignal): Promise<void>;
}

export function createLiveViewCalls(
  api: ApiClient,
  commands: CommandRunner,
  checkServer: LiveServerCheck,
): LiveViewCalls {
  async function end({ networkId, commandId }: CommandRef, signal?: AbortSignal): Promise<void> {
    const { root } = networkPaths(api.accountId, networkId);
    const variants = [legacy(post(`${root}/command/${commandId}/done/`))] as const;
    await api
      .json({ kind: 'command', name: 'end of live view', variants, signal })
      .catch((error: unknown) => {
        // It is over already.
        if (!(error instanceof AppError) || error.code !== 'not-found') throw error;
      });
  }

  return {
    end,
    async start(device, signal) {
      const paths = devicePaths(api.accountId, device);
      const { networkId } = device;
      const name = `live view of ${paths.family}`;
      const variants = startVariants(paths);
      const answer = await commands.start({ networkId, name, variants, signal });
      const wire = parseAnswer(name, liveViewSchema, answer?.value);
      const command = { networkId, commandId: wire.command_id };
      try {
        return toLiveView(command, checkServer(wire.server), wire);
      } catch (error) {
        await end(command, signal).catch(() => undefined);
        throw error;
      }
    },
    async poll(command, signal) {
      const wire = await readCommand(api, command, signal);
      const { rows } = readRows(commandPartSchema, wire.commands);
      const own = rows.find(({ id }) => id === command.commandId);
      const condition = own?.state_condition ?? 'running';
      return wire.complete !== true && isGoingWell(wire.status_code) && openStates.has(condition);
    },
  };
}

const openStates = new Set(['new', 'running']);
const defaultPollSeconds = 15;

function startVariants({ family, versioned }: DevicePaths): EndpointVariants {
  const [newest, older] = family === 'camera' ? ([6, 5] as const) : ([2, 1] as const);
  const body = (motionStart: string | null) => ({
    intent: 'liveview',
    motion_event_start_time: motionStart,
  });
  return [
    post(`${versioned(newest)}/liveview`, body(null)),
    legacy(post(`${versioned(older)}/liveview`, body(''))),
  ];
}

const toLiveView = (command: CommandRef, server: LiveServer, wire: WireLiveView): LiveView => ({
  command,
  server,
  token: wire.liveview_token,
  durationMs: toMs(wire.duration),
  extendedDurationMs: toMs(wire.extended_duration),
  continueEveryMs: toMs(wire.continue_interval),
  warnBeforeMs: toMs(wire.continue_warning),
  pollEveryMs: toMs(wire.polling_interval) ?? defaultPollSeconds * 1_000,
});

/** Zero, or more than a day, means that none was given. */
const toMs = (length: number | null): number | null =>
  length !== null && length > 0 && length <= 86_400 ? length * 1_000 : null;

/** The answer to the start of a live view. Times are in seconds. */
const liveViewSchema = v.object({
  command_id: wireId,
  server: v.pipe(v.string(), v.nonEmpty()),
  duration: maybeNumber,
  extended_duration: maybeNumber,
  continue_interval: maybeNumber,
  continue_warning: maybeNumber,
  polling_interval: maybeNumber,
  join_available: maybeFlag,
  liveview_token: maybeText,
});

type WireLiveView = v.InferOutput<typeof liveViewSchema>;
