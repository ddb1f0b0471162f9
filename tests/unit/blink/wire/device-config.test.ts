import { describe, expect, it } from 'vitest';
import { toWireChange } from '../../../../electron/blink/wire/device-config.ts';
import { deviceId } from '../../../../shared/ids.ts';
import { clientAnswering } from '../clients.ts';

const networkId = '1000002:2101';
const camera = { id: deviceId(1000002, 'camera', 4101), networkId } as const;
const owl = { id: deviceId(1000002, 'owl', 5101), networkId } as const;

const sent = (family: 'camera' | 'owl', change: Parameters<typeof toWireChange>[1]): unknown =>
  JSON.parse(JSON.stringify(toWireChange(family, change)));

describe('the settings of a device', () => {
  it('are read from a battery camera’s words', async () => {
    const answer = {
      camera: [
        {
          name: 'Gate',
          enabled: true,
          video_length: 30,
          clip_max_length: 60,
          alert_interval: 10,
          illuminator_enable: 2,
          video_quality_support: ['saver', 7, 'best'],
          temperature: 77,
          temp_adjust: -4,
          battery_voltage: 155,
          wifi_strength: -255,
          lfr_strength: -56,
        },
      ],
      signals: { temp: 72, battery: 3, lfr: 5 },
    };

    const config = await clientAnswering(answer).cameras.config(camera);

    expect(config).toMatchObject({
      settings: { name: 'Gate', clipMs: 30_000, retriggerMs: 10_000, illuminator: 'auto' },
      isMotionEnabled: true,
      longestClipMs: 60_000,
      videoQualities: ['saver', 'best'],
      readings: {
        temperatureF: 72,
        batteryVolts: 1.55,
        batteryBars: 3,
        wifiDbm: null,
        syncModuleDbm: -56,
        syncModuleBars: 5,
      },
    });
    expect(config.settings.volume).toBeNull();
  });

  it('are read from a Mini’s words', async () => {
    const answer = {
      clip_length: 20,
      retrigger_time: 15,
      illuminator_enable: 'on',
      led_enabled: true,
    };

    const { settings } = await clientAnswering(answer).cameras.config(owl);

    expect(settings).toMatchObject({
      clipMs: 20_000,
      retriggerMs: 15_000,
      illuminator: 'on',
      isLedOn: true,
    });
  });

  it('are written in the words of the device’s list, and only those that change', () => {
    const change = { clipMs: 12_400, retriggerMs: 10_000, illuminator: 'on', volume: 7 } as const;

    expect(sent('camera', change)).toEqual({
      video_length: 12,
      alert_interval: 10,
      illuminator_enable: 1,
      volume_control: 7,
    });
    expect(sent('owl', change)).toEqual({
      clip_length: 12,
      retrigger_time: 10,
      illuminator_enable: 'on',
      volume_control: 7,
    });
    expect(sent('owl', {})).toEqual({});
  });

  it('of an answer without a camera are a bad answer that names the field', async () => {
    await expect(clientAnswering({ camera: [] }).cameras.config(camera)).rejects.toThrow(
      /^bad-answer: settings of camera: camera is not/,
    );
  });
});
