export type Illuminator = 'off' | 'on' | 'auto';

/** What a person can set at a device. Lengths are kept by the cloud in whole seconds. */
export interface DeviceSettings {
  readonly name: string;
  /** From 1, dull, to 9. */
  readonly motionSensitivity: number;
  readonly isMotionAlertOn: boolean;
  /** How long after a recording the next one may begin. */
  readonly retriggerMs: number;
  readonly clipMs: number;
  /** One of `videoQualities`. */
  readonly videoQuality: string;
  readonly recordsAudio: boolean;
  /** Whether a recording ends when the motion does. */
  readonly endsClipsEarly: boolean;
  readonly notifiesEarly: boolean;
  readonly illuminator: Illuminator;
  readonly illuminatorIntensity: number;
  /** How often a battery camera listens for its sync module, in the cloud's own measure. */
  readonly syncInterval: number;
  readonly isVideoFlipped: boolean;
  readonly isLedOn: boolean;
  readonly volume: number;
  readonly temperatureMinF: number;
  readonly temperatureMaxF: number;
}

/** Some of the settings. */
export type DeviceSettingsChange = Partial<DeviceSettings>;

/** How a device reported itself last. Null where it does not tell. */
export interface DeviceReadings {
  readonly firmware: string | null;
  /** Degrees Fahrenheit, corrected by the calibration. */
  readonly temperatureF: number | null;
  /** It may as well be degrees Celsius, as Blink sends it. */
  readonly isTemperatureUnsure?: true;
  readonly batteryVolts: number | null;
  /** From 0 to 3. */
  readonly batteryBars: number | null;
  readonly wifiDbm: number | null;
  /** The radio link to the sync module. */
  readonly syncModuleDbm: number | null;
  readonly syncModuleBars: number | null;
}

/** A device's settings, null where it has none, and its readings. */
export interface DeviceConfig {
  readonly settings: { readonly [K in keyof DeviceSettings]: DeviceSettings[K] | null };
  readonly isMotionEnabled: boolean | null;
  readonly isTemperatureAlertOn: boolean | null;
  readonly longestClipMs: number | null;
  readonly videoQualities: readonly string[];
  readonly readings: DeviceReadings;
}

/** Where a camera looks for motion: a grid of 5 × 5 cells, row by row from the top left; true is watched. */
export interface MotionZones {
  readonly cells: readonly boolean[];
}

/** A new zero for a camera's thermometer, and its limits. Degrees Fahrenheit. */
export interface TemperatureCalibration {
  readonly currentF: number;
  readonly minF: number;
  readonly maxF: number;
}
