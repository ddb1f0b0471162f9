import * as v from 'valibot';
import { isDeviceId, type DeviceId } from '../../shared/ids.ts';

const minuteOfDay = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_439));

const hours = v.nullable(v.strictObject({ from: minuteOfDay, to: minuteOfDay }));

const label = v.pipe(v.string(), v.regex(/^[\w-]{1,40}$/));

const cameraRule = v.strictObject({
  isTold: v.boolean(),
  isOnlyWhileArmed: v.boolean(),
  hours,
  labels: v.nullable(v.pipe(v.array(label), v.maxLength(20))),
});

/** The schema of `NotificationSettings`, as a page sends them and as they are on disk. */
export const notificationSettings = v.strictObject({
  isOn: v.boolean(),
  isOnlyWhileArmed: v.boolean(),
  quietHours: hours,
  hasPicturesWhenLocked: v.boolean(),
  hasHealthAlerts: v.boolean(),
  cameras: v.pipe(
    v.record(v.custom<DeviceId>(isDeviceId), cameraRule),
    v.check((rules) => Object.keys(rules).length <= 500),
  ),
});
