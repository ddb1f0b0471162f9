import type { LiveViewSession } from '../../../shared/live-view.ts';
import { networkKey, type AccountId, type DeviceId } from '../../../shared/ids.ts';
import type { Device } from '../../../shared/models.ts';
import type { LiveView } from '../../blink/endpoints/live-view.ts';
import type { CommandRef } from '../../blink/models.ts';
import { minutes, type Clock } from '../../lib/clock.ts';
import { findDevice, type ReadonlyAppStore } from '../../store/app-store.ts';
import type { SettingsStore } from '../../store/settings.ts';
import type { CloudSession } from '../../sync/cloud-session.ts';
import type { CloudAccess } from '../account/account-service.ts';

/** Opens and ends live views. A sync module serves one camera at a time, and stays busy until the cloud gets the end. */
export interface LiveViewService {
  /** Answers the open one if there is one; another of the same network is ended first. */
  start(id: DeviceId): Promise<LiveViewSession>;
  /**
   * Resolves when the cloud has accepted the end; does nothing for a camera without a live view. An end that was not
   * accepted is sent again when the cloud can be reached, in this run or the next.
   */
  end(id: DeviceId): Promise<void>;
}

export interface LiveViewDeps extends CloudAccess {
  readonly settings: Pick<SettingsStore, 'get' | 'update'>;
  readonly clock: Clock;
}

/** A live view whose length the cloud leaves open ends after this, so that it does not empty a battery. */
export const longestLiveViewMs = minutes(5);

export function createLiveViewService(deps: LiveViewDeps): LiveViewService {
  const { store, clock, cloud } = deps;
  const open = new Map<DeviceId, Opened>();
  const record = createLiveViewRecord(deps);
  onCloudReachable(store, () => void endForgotten().catch(() => undefined));

  function begin(device: Device): Opened {
    const session = cloud();
    const before = [...open.values()].filter((each) => each.device.networkId === device.networkId);
    const view = closeAll(before)
      .then(endForgotten)
      .then(() => session.api.ask((client, signal) => client.liveView.start(device, signal)));
    const cancelShutdownHook = session.onShutdown(() => close(opened));
    const opened: Opened = { device, session, view, cancel: cancelShutdownHook };
    // At once, so that an end asked for immediately finds it.
    open.set(device.id, opened);
    view.then(
      ({ command, durationMs }) => {
        record.opened(command);
        opened.command = command;
        const lengthMs = Math.min(durationMs ?? longestLiveViewMs, longestLiveViewMs);
        const cancelEnd = clock.after(lengthMs, () => void closeAll([opened]));
        opened.cancel = () => {
          cancelShutdownHook();
          cancelEnd();
        };
        if (open.get(device.id) !== opened) opened.cancel();
      },
      () => forget(opened),
    );
    return opened;
  }

  function forget(opened: Opened): void {
    if (open.get(opened.device.id) === opened) open.delete(opened.device.id);
    opened.cancel();
  }

  async function close(opened: Opened): Promise<void> {
    opened.ending ??= endOf(record, opened).finally(() => forget(opened));
    await opened.ending;
  }

  /** Ends those of an earlier run, and those whose end the cloud did not accept. */
  async function endForgotten(): Promise<void> {
    const session = cloud();
    const isOpen = (command: CommandRef) =>
      [...open.values()].some((each) => each.command && isSameCommand(each.command, command));
    const left = record.openOf(session.accountId).filter((command) => !isOpen(command));
    // What the cloud does not accept this time stays on record.
    await Promise.allSettled(left.map((command) => sendEnd(session, record, command)));
  }

  const closeAll = (each: readonly Opened[]) => Promise.allSettled(each.map(close));

  return {
    async start(id) {
      const device = findDevice(store, id);
      const current = open.get(id);
      const isOpen = current !== undefined && current.ending === undefined;
      const { view } = isOpen ? current : begin(device);
      return toSession(await view);
    },
    async end(id) {
      const opened = open.get(id);
      if (opened !== undefined) await close(opened);
    },
  };
}

interface Opened {
  readonly device: Device;
  readonly session: CloudSession;
  readonly view: Promise<LiveView>;
  command?: CommandRef;
  cancel: () => void;
  ending?: Promise<void>;
}

/** Waits for one that is still being opened: without its command there is nothing to end. */
async function endOf(record: LiveViewRecord, { session, view }: Opened): Promise<void> {
  const opened = await view.catch(() => null);
  if (opened !== null) await sendEnd(session, record, opened.command);
}

async function sendEnd(session: CloudSession, record: LiveViewRecord, command: CommandRef) {
  await session.api.ask((client, signal) => client.liveView.end(command, signal));
  record.ended(command);
}

/** Runs the action at a sign-in, and whenever trouble or a refusal is over. */
function onCloudReachable(store: ReadonlyAppStore, action: () => void): void {
  const isReachable = () =>
    store.get().account.phase === 'signed-in' && store.get().connection.status === 'online';
  let wasReachable = isReachable();
  store.subscribe(() => {
    const isNow = isReachable();
    if (isNow && !wasReachable) action();
    wasReachable = isNow;
  });
}

const toSession = ({ server, durationMs }: LiveView): LiveViewSession => ({
  server: `${server.host}:${server.port}`,
  durationMs,
});

/** Live views that are open in the cloud, on disk: so that they are ended after a crash too. */
interface LiveViewRecord {
  opened(command: CommandRef): void;
  ended(command: CommandRef): void;
  /** Those of an account that the cloud may still keep open; what is older is forgotten. */
  openOf(accountId: AccountId): readonly CommandRef[];
}

function createLiveViewRecord({
  settings,
  clock,
}: Pick<LiveViewDeps, 'settings' | 'clock'>): LiveViewRecord {
  const isRecent = ({ openedAt }: { readonly openedAt: number }) =>
    Math.abs(clock.now() - openedAt) < longestOpenMs;
  const recent = () => settings.get().openLiveViews.filter(isRecent);

  function keep(openLiveViews: ReturnType<typeof recent>): void {
    try {
      settings.update({ openLiveViews });
    } catch {
      // On a full disk the cloud ends it by its own limit; the live view itself must not fail for this.
    }
  }

  return {
    opened: (command) => keep([...recent(), { ...command, openedAt: clock.now() }]),
    ended: (command) => keep(recent().filter((each) => !isSameCommand(each, command))),
    openOf: (accountId) =>
      recent()
        .filter(({ networkId }) => networkKey(networkId).accountId === accountId)
        .map(({ networkId, commandId }) => ({ networkId, commandId })),
  };
}

const isSameCommand = (one: CommandRef, other: CommandRef): boolean =>
  one.networkId === other.networkId && one.commandId === other.commandId;

/** The longest the cloud keeps one open, for subscribers. */
const longestOpenMs = minutes(90);
