import { expect, test } from 'vitest';
import {
  changedOnly,
  countChanges,
  withEdit,
} from '../../../renderer/features/camera/changed-settings.ts';
import { readingsOf } from '../../../renderer/features/camera/camera-words.ts';
import { settingGroups } from '../../../renderer/features/camera/setting-fields.ts';
import { nextCell } from '../../../renderer/features/camera/zone-grid.ts';
import { minutesUntilTomorrow } from '../../../renderer/components/fields/snooze-time.ts';
import { temperatureScale } from '../../../renderer/components/fields/temperature-input.ts';
import { cameraConfig, plainConfig } from '../../ui/support/answers.ts';
import { frontYard } from '../../ui/support/worlds.ts';

const { settings } = cameraConfig;

test('only what differs from the cloud is a change', () => {
  expect(changedOnly(settings, { volume: 6, name: 'Gate', isLedOn: true })).toEqual({
    name: 'Gate',
  });
});

test('an edit that is taken back is no change any more', () => {
  const edited = withEdit(settings, {}, { motionSensitivity: 8 });
  expect(countChanges(edited)).toBe(1);
  expect(withEdit(settings, edited, { motionSensitivity: 5 })).toEqual({});
});

test('a camera is offered only the settings it has', () => {
  const keys = settingGroups(plainConfig).flatMap(({ fields }) => fields.map(({ key }) => key));
  expect(keys).toEqual(['clipMs', 'motionSensitivity', 'name']);
});

test('a camera with everything is offered everything except the limits of its thermometer', () => {
  const keys = settingGroups(cameraConfig).flatMap(({ fields }) => fields.map(({ key }) => key));
  const elsewhere = ['temperatureMinF', 'temperatureMaxF'];
  expect(new Set([...keys, ...elsewhere])).toEqual(new Set(Object.keys(settings)));
});

test('readings a camera does not tell are left out', () => {
  const device = { ...frontYard, battery: 'mains' as const };
  const lines = readingsOf(device, plainConfig.readings);
  expect(lines.map(({ label }) => label)).toEqual(['Battery', 'Wi-Fi', 'Firmware', 'Model']);
  expect(lines[0]?.value).toBe('Plugged in');
});

test.each([
  [0, 'ArrowRight', 1],
  [0, 'ArrowDown', 5],
  [0, 'ArrowUp', 0],
  [4, 'ArrowRight', 4],
  [24, 'ArrowDown', 24],
  [12, 'Home', 10],
  [12, 'End', 14],
  [12, 'Enter', null],
])('from cell %d the key %s leads to %s', (cell, key, next) => {
  expect(nextCell(cell, key)).toBe(next);
});

test('a snooze until tomorrow ends at 7 o’clock and is never longer than Blink takes', () => {
  expect(minutesUntilTomorrow(new Date(2026, 10, 22, 22, 30).getTime())).toBe(8 * 60 + 30);
  expect(minutesUntilTomorrow(new Date(2026, 10, 22, 0, 30).getTime())).toBe(1_439);
});

test('degrees survive the way to the person and back', () => {
  const celsius = temperatureScale(false);
  expect(celsius.toPerson(41)).toBe(5);
  expect(celsius.toFahrenheit(celsius.toPerson(41))).toBe(41);
  expect(temperatureScale(true).toFahrenheit(70)).toBe(70);
});
