import type { AppErrorCode } from '../../../shared/errors.ts';
import type { DeviceReadings } from '../../../shared/device-config.ts';
import type { Device } from '../../../shared/models.ts';
import { m } from '../../../shared/messages/compiled/messages.js';
import { report } from '../../../shared/messages/failures.ts';
import { measuredTemperature } from '../../components/display/format.ts';

const minuteMs = 60_000;

/** Why this camera cannot be asked for anything now; null when it can. */
export function heldBecause(hold: AppErrorCode | null, { isOnline }: Device): string | null {
  if (hold !== null) return m.held_now({ reason: report(hold).sentence });
  return isOnline ? null : m.held_camera_offline();
}

/** Minutes where they come out even, else seconds. */
export const durationWords = (lengthMs: number): string =>
  lengthMs % minuteMs === 0
    ? m.minutes({ count: lengthMs / minuteMs })
    : m.seconds({ count: Math.round(lengthMs / 1_000) });

/** One line of the table of readings. */
export interface Reading {
  readonly label: string;
  readonly value: string;
}

const number = (value: number, digits: number): string =>
  new Intl.NumberFormat(undefined, { maximumFractionDigits: digits }).format(value);
const strength = (value: number): string => m.reading_dbm({ value: number(value, 0) });

const batteries: Record<Device['battery'], () => string> = {
  ok: m.battery_ok,
  low: m.battery_low,
  mains: m.battery_mains,
};

function batteryWords({ battery, batteryBars }: Device, readings: DeviceReadings): string {
  const state = batteries[battery]();
  const { batteryVolts: volts } = readings;
  if (battery === 'mains') return state;
  if (volts !== null) return m.battery_with_volts({ state, volts: number(volts, 2) });
  const bars = readings.batteryBars ?? batteryBars;
  return bars === null ? state : m.battery_with_bars({ state, bars });
}

/** What a camera told about itself, the unknown left out. */
export function readingsOf(device: Device, readings: DeviceReadings): readonly Reading[] {
  const { wifiDbm, syncModuleDbm, temperatureF, isTemperatureUnsure, firmware } = readings;
  const lines: readonly (readonly [label: string, value: string | null])[] = [
    [m.reading_battery(), batteryWords(device, readings)],
    [m.reading_wifi(), wifiDbm === null ? null : strength(wifiDbm)],
    [m.reading_hub(), syncModuleDbm === null ? null : strength(syncModuleDbm)],
    [
      m.reading_temperature(),
      temperatureF === null ? null : measuredTemperature(temperatureF, isTemperatureUnsure),
    ],
    [m.reading_firmware(), firmware],
    [m.reading_type(), device.type],
  ];
  return lines.flatMap(([label, value]) => (value === null ? [] : [{ label, value }]));
}
