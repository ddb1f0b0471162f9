import type { HomeState } from '../../shared/app-state.ts';
import type { DeviceId } from '../../shared/ids.ts';
import type { Clip, Device, Timestamp } from '../../shared/models.ts';
import { minutes } from '../lib/clock.ts';
import type { ClipIndex } from '../store/clips/clip-index.ts';
import type { Recording } from './health/health-rules.ts';

/**
 * Silent are cameras that have recorded nothing for two days although they watch, their system has been armed all the
 * time, and they recorded on most days of the week before. Busy are those that have recorded within these two days.
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
    // Sticks are listed by the way, and not at all where the person wants it so: only the cloud's list proves silence.
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
  // Armed since nobody knows when is not armed all the time.
  const isArmedLong = since !== undefined && now - since >= silenceMs;
  const isArmed = network?.isArmed === true && network.doubt === undefined;
  return isArmed && isArmedLong && device.isMotionEnabled && device.isOnline;
}

const dayMs = minutes(24 * 60);
const silenceMs = 2 * dayMs;
const usualDays = 5;
const mostRead = 200;
