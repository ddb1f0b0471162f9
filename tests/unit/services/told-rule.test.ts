import { describe, expect, it } from 'vitest';
import { isTold } from '../../../electron/services/told-rule.ts';
import {
  usualCameraRule,
  usualNotifications,
  type CameraRule,
  type NotificationSettings,
} from '../../../shared/notifications.ts';
import type { Clip } from '../../../shared/models.ts';
import { clip, frontYardId } from '../../fixtures/samples.ts';

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
  readonly clip?: Partial<Clip>;
  readonly isArmed?: boolean | null;
  readonly now?: number;
}

const told = ({ settings = {}, clip: change = {}, isArmed = true, now = afternoon }: Row) =>
  isTold(clip(change), { settings: { ...usualNotifications, ...settings }, isArmed, now });

const rows: readonly (readonly [string, boolean, Row])[] = [
  ['motion', true, {}],
  ['a ring', true, { clip: { kind: 'doorbell' } }],
  ['a word of Blink’s we do not know', true, { clip: { kind: 'other' } }],
  ['a saved live view', false, { clip: { kind: 'live-view' } }],
  ['a timed still', false, { clip: { kind: 'snapshot' } }],
  ['everything switched off', false, { settings: { isOn: false } }],
  ['disarmed', true, { isArmed: false }],
  ['only while armed, disarmed', false, { settings: { isOnlyWhileArmed: true }, isArmed: false }],
  ['only while armed, not known', true, { settings: { isOnlyWhileArmed: true }, isArmed: null }],
  [
    'this camera only while armed',
    false,
    { settings: rules({ isOnlyWhileArmed: true }), isArmed: false },
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
    { settings: rules({ labels: ['person'] }), clip: { kind: 'doorbell' } },
  ],
  [
    'another camera’s rule',
    true,
    { settings: rules({ isTold: false }), clip: { deviceId: '1000001:owl:1' } },
  ],
];

describe('whether a clip is told', () => {
  it.each(rows)('%s: %s', (_name, expected, row) => {
    expect(told(row)).toBe(expected);
  });
});
