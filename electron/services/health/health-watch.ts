import * as v from 'valibot';
import type { HomeState } from '../../../shared/app-state.ts';
import { isNetworkId, type AccountId, type DeviceId, type NetworkId } from '../../../shared/ids.ts';
import type { Clip, Device, Timestamp } from '../../../shared/models.ts';
import { minutes, type Clock } from '../../lib/clock.ts';
import type { Dispose } from '../../lib/dispose.ts';
import { createMutex } from '../../lib/mutex.ts';
import type { ReadonlyAppStore } from '../../store/app-store.ts';
import type { ClipIndex } from '../../store/clips/clip-index.ts';
import type {
  DeliveryResult,
  HealthChange,
  NotificationEvent,
} from '../notifications/notification-events.ts';
import { isQuiet } from '../notifications/notification-policy.ts';
import { evidenceIn, nextHealth, type HealthMemory, type Recording } from './health-rules.ts';

export interface HealthWatchDeps {
  readonly store: ReadonlyAppStore;
  readonly index: Pick<ClipIndex, 'page' | 'mark' | 'setMark'>;
  readonly clock: Clock;
  /** When the last listing of clips began that went through. */
  readonly clipsListedAt: () => Timestamp | null;
  /** The start, or the end of the last sleep. */
  readonly awakeSince: () => Timestamp;
  readonly notify: (event: NotificationEvent) => Promise<DeliveryResult>;
  readonly onWarning: (message: string, error: unknown) => void;
}

/** Checks every fresh homescreen and notifies what has broken, and when it works again: once per cause. */
export function startHealthWatch(deps: HealthWatchDeps): Dispose {
  const { store, index, clock, notify, onWarning } = deps;
  let memory: { readonly accountId: AccountId; readonly causes: HealthMemory } | null = null;
  let recording: (Recording & { readonly at: Timestamp }) | null = null;
  const inTurn = createMutex();

  async function readMemory(accountId: AccountId): Promise<HealthMemory> {
    if (memory?.accountId === accountId) return memory.causes;
    return parseMemory(await index.mark(accountId, 'health'));
  }

  async function recordingNow(): Promise<Recording> {
    const now = clock.now();
    const isRecent = (at: Timestamp | undefined | null): boolean =>
      typeof at === 'number' && at >= deps.awakeSince() && now >= at && now - at < minutes(60);
    // Without a recent listing it is not known what was recorded: the camera may not be silent at all.
    if (!isRecent(deps.clipsListedAt())) return nothingKnown;
    if (recording === null || !isRecent(recording.at)) {
      recording = { at: now, ...(await recordingOf(store.get().home, index, now)) };
    }
    return recording;
  }

  async function check(): Promise<void> {
    const { account, home, preferences } = store.get();
    if (account.phase !== 'signed-in' || home.isStale) return;
    const { accountId } = account;
    const before = await readMemory(accountId);
    const evidence = evidenceIn(home, await recordingNow());
    const now = clock.now();
    const { memory: causes, changes } = nextHealth(before, evidence, {
      now,
      isQuiet: isQuiet(store.get(), now),
    });
    memory = { accountId, causes };
    // Saved before it is notified: after a crash in between nothing is notified twice.
    if (changes.length > 0 || causes.length !== before.length) {
      await index.setMark(accountId, 'health', JSON.stringify(causes));
    }
    if (!preferences.notifications.hasHealthAlerts) return;
    for (const [id, ofNetwork] of byNetwork(changes)) await notifyChanges(id, ofNetwork);
  }

  async function notifyChanges(id: NetworkId, changes: readonly HealthChange[]): Promise<void> {
    const network = store.get().home.networks.find((one) => one.id === id);
    if (network !== undefined) await notify({ kind: 'health', network, changes });
  }

  return store.subscribe('home', () => {
    inTurn(check).catch((error: unknown) => onWarning('health not checked', error));
  });
}

const nothingKnown: Recording = { silent: new Set(), busy: new Set() };

function byNetwork(changes: readonly HealthChange[]): ReadonlyMap<NetworkId, HealthChange[]> {
  const networks = new Map<NetworkId, HealthChange[]>();
  for (const change of changes) {
    networks.set(change.networkId, [...(networks.get(change.networkId) ?? []), change]);
  }
  return networks;
}

const storedMemory = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(
    v.object({
      key: v.string(),
      cause: v.picklist(['sync-module-offline', 'camera-offline', 'battery-low', 'camera-silent']),
      networkId: v.custom<NetworkId>(isNetworkId),
      name: v.string(),
      since: v.number(),
      state: v.picklist(['appearing', 'told', 'leaving']),
    }),
  ),
);

const parseMemory = (stored: string | null): HealthMemory => {
  const result = v.safeParse(storedMemory, stored);
  return result.success ? result.output : [];
};

/**
 * Silent are cameras that have recorded nothing for two days although they detect motion, their network has been armed
 * all the time, and they recorded on most days of the week before. Busy are those that recorded within these two days.
 */
export async function recordingOf(
  home: HomeState,
  index: Pick<ClipIndex, 'page'>,
  now: Timestamp,
): Promise<Recording> {
  const silent = new Set<DeviceId>();
  const busy = new Set<DeviceId>();
  for (const device of home.devices) {
    const query = { shelf: 'all', limit: mostRead, before: null, deviceId: device.id } as const;
    const { clips } = await index.page(query);
    const recordedAt = timesOf(clips);
    // USB storage is listed rarely, or not at all if the person wants that: only the cloud's list proves silence.
    const inCloud = timesOf(clips.filter(({ id }) => id.startsWith('c')));
    if (isBusy(recordedAt, now)) busy.add(device.id);
    else if (shouldRecord(home, device, now) && isSilent(inCloud, now)) silent.add(device.id);
  }
  return { silent, busy };
}

const timesOf = (clips: readonly Clip[]) => clips.map(({ recordedAt }) => recordedAt);

const isBusy = ([newest]: readonly Timestamp[], now: Timestamp): boolean =>
  newest !== undefined && now - newest < silenceMs;

/** By the times of a camera's recordings, newest first. */
export function isSilent(recordedAt: readonly Timestamp[], now: Timestamp): boolean {
  const [newest] = recordedAt;
  if (newest === undefined || now - newest < silenceMs) return false;
  const weekBefore = recordedAt.filter((at) => now - at < silenceMs + 7 * dayMs);
  return new Set(weekBefore.map((at) => Math.floor(at / dayMs))).size >= usualDays;
}

function shouldRecord(home: HomeState, device: Device, now: Timestamp): boolean {
  const network = home.networks.find(({ id }) => id === device.networkId);
  const since = home.changedAt[device.networkId];
  // Without a known time of arming it may not have been armed all the time.
  const isArmedLong = since !== undefined && now - since >= silenceMs;
  const isArmed = network?.isArmed === true && network.doubt === undefined;
  return isArmed && isArmedLong && device.isMotionEnabled && device.isOnline;
}

const dayMs = minutes(24 * 60);
const silenceMs = 2 * dayMs;
const usualDays = 5;
const mostRead = 200;
