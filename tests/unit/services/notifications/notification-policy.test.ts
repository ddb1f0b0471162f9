import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { kindOf } from '../../../../electron/blink/wire/media.ts';
import { notificationSettings } from '../../../../electron/lib/notification-schema.ts';
import { createNotifier } from '../../../../electron/services/notifications/notifier.ts';
import { createAppStore } from '../../../../electron/store/app-store.ts';
import { emptyHome, initialState, type AppState } from '../../../../shared/app-state.ts';
import { deviceId } from '../../../../shared/ids.ts';
import type { Clip } from '../../../../shared/models.ts';
import {
  usualCameraRule,
  usualNotifications,
  type CameraRule,
  type NotificationSettings,
} from '../../../../shared/notifications.ts';
import { createFakeClock } from '../../../fixtures/fake-clock.ts';
import {
  accountId,
  clip,
  device,
  frontYardId,
  homeId,
  network,
} from '../../../fixtures/samples.ts';

const otherCamera = deviceId(accountId, 'owl', 1);
/** Two in the afternoon and eleven at night by this computer's clock. */
const afternoon = new Date(2026, 10, 23, 14).getTime();
const lateEvening = new Date(2026, 10, 23, 23).getTime();
const night = { from: 22 * 60, to: 7 * 60 };
const day = { from: 7 * 60, to: 22 * 60 };

const rules = (change: Partial<CameraRule>): Partial<NotificationSettings> => ({
  cameras: { [frontYardId]: { ...usualCameraRule, ...change } },
});

interface Row {
  readonly settings?: Partial<NotificationSettings>;
  /** The word of the cloud for what made the camera record. */
  readonly source?: string;
  readonly clip?: Pick<Partial<Clip>, 'labels' | 'deviceId'>;
  /** What is known of the system. */
  readonly system?: 'armed' | 'disarmed' | 'stale' | 'arming' | 'disarming' | 'removed';
  readonly now?: number;
}

/** The state in which a system looks like this. */
function stateWith(system: NonNullable<Row['system']>, settings: NotificationSettings): AppState {
  const isArmed = system === 'armed' || system === 'disarming' || system === 'stale';
  const networks = system === 'removed' ? [] : [network({ isArmed })];
  const targetState = system === 'arming' ? 'armed' : 'disarmed';
  const asked = { [homeId]: { targetState, phase: 'asking', problem: null, at: 1 } } as const;
  return {
    ...initialState,
    home: { ...emptyHome, networks, devices: [device()], isStale: system === 'stale' },
    arming: system === 'arming' || system === 'disarming' ? asked : {},
    preferences: { ...initialState.preferences, notifications: settings },
  };
}

/** Whether the notifier tells it: the rule gets what the product hands it, and settings as they may be saved. */
async function told(row: Row): Promise<boolean> {
  const { settings = {}, source = 'pir', system = 'armed', now = afternoon } = row;
  const saved = v.parse(notificationSettings, { ...usualNotifications, ...settings });
  const news: unknown[] = [];
  const notifier = createNotifier({
    store: createAppStore(stateWith(system, saved)),
    clock: createFakeClock(now),
    claim: async () => true,
    notify: async (one) => {
      news.push(one);
      return 'shown';
    },
    isLocked: () => false,
    awakeSince: () => 0,
  });
  await notifier.notifyClips([
    clip({ kind: kindOf(source), recordedAt: now - 1_000, ...row.clip }),
  ]);
  return news.length > 0;
}

const rows: readonly (readonly [string, boolean, Row])[] = [
  ['motion', true, {}],
  ['a person seen by the cloud', true, { source: 'cv_motion' }],
  ['a ring', true, { source: 'button_press' }],
  ['a word of Blink’s we do not know', true, { source: 'sound' }],
  ['a clip on a stick', true, { source: 'local' }],
  ['a saved live view', false, { source: 'liveview' }],
  ['a timed still', false, { source: 'snapshot' }],
  ['everything switched off', false, { settings: { isOn: false } }],
  ['disarmed', true, { system: 'disarmed' }],
  [
    'only while armed, disarmed',
    false,
    { settings: { isOnlyWhileArmed: true }, system: 'disarmed' },
  ],
  ['only while armed, not known', true, { settings: { isOnlyWhileArmed: true }, system: 'stale' }],
  [
    'only while armed, a system that is gone',
    true,
    { settings: { isOnlyWhileArmed: true }, system: 'removed' },
  ],
  ['only while armed, arming', true, { settings: { isOnlyWhileArmed: true }, system: 'arming' }],
  [
    'only while armed, disarming',
    false,
    { settings: { isOnlyWhileArmed: true }, system: 'disarming' },
  ],
  [
    'this camera only while armed',
    false,
    { settings: rules({ isOnlyWhileArmed: true }), system: 'disarmed' },
  ],
  ['quiet hours, awake', true, { settings: { quietHours: night } }],
  ['quiet hours over midnight', false, { settings: { quietHours: night }, now: lateEvening }],
  ['this camera switched off', false, { settings: rules({ isTold: false }) }],
  ['outside its hours', false, { settings: rules({ hours: day }), now: lateEvening }],
  ['within its hours', true, { settings: rules({ hours: day }) }],
  [
    'the wrong label',
    false,
    { settings: rules({ labels: ['person'] }), clip: { labels: ['vehicle'] } },
  ],
  ['no label at all, for labels may never come', true, { settings: rules({ labels: ['person'] }) }],
  [
    'the right label',
    true,
    { settings: rules({ labels: ['person'] }), clip: { labels: ['vehicle', 'person'] } },
  ],
  [
    'a ring without a label',
    true,
    { settings: rules({ labels: ['person'] }), source: 'button_press' },
  ],
  [
    'a ring with the wrong label',
    true,
    {
      settings: rules({ labels: ['person'] }),
      source: 'button_press',
      clip: { labels: ['vehicle'] },
    },
  ],
  [
    'another camera’s rule',
    true,
    { settings: rules({ isTold: false }), clip: { deviceId: otherCamera } },
  ],
];

describe('whether a clip is told', () => {
  it.each(rows)('%s: %s', async (_name, expected, row) => {
    expect(await told(row)).toBe(expected);
  });
});
