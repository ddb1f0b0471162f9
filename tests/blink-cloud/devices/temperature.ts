import * as v from 'valibot';
import { bodyAs, jsonOf } from '../http/bodies.ts';
import { call } from '../http/calls.ts';
import { failure, json, type Answer, type RoutedAsk } from '../http/exchange.ts';
import { withDevice, type Orders } from '../commands/orders.ts';
import type { Route } from '../http/router.ts';
import { rawTemperatureOf, type Device, type World } from '../world.ts';

interface TemperatureDeps {
  readonly world: World;
  readonly orders: Orders;
}

const Calibration = jsonOf(
  v.object({
    current_temp: v.number(),
    temp_min: v.optional(v.number()),
    temp_max: v.optional(v.number()),
  }),
);

/** Temperature alerts of battery cameras, and telling one how warm it really is. */
export function temperatureRoutes({ world, orders }: TemperatureDeps): readonly Route[] {
  const post = (word: string, then: (device: Device, ask: RoutedAsk) => Answer) =>
    call(
      'POST',
      {
        old: [`/api/v1/network/:n/camera/:c/${word}`],
        today: [`/api/v1/accounts/:a/networks/:n/cameras/:c/${word}`],
      },
      withDevice(world, 'cameras', then),
    );
  const alerts = (word: 'enabled' | 'disabled', code: number) => (device: Device) => {
    device.settings.temp_alarm_enable = word === 'enabled';
    return json({ message: `Camera temp alert successfully ${word}`, code });
  };
  return [
    ...post('temp_alert_enable', alerts('enabled', 526)),
    ...post('temp_alert_disable', alerts('disabled', 527)),
    ...post('calibrate', (device, ask) => calibrate(orders, device, ask)),
  ];
}

function calibrate(orders: Orders, device: Device, ask: RoutedAsk): Answer {
  const asked = bodyAs(Calibration, ask);
  if (!asked) return failure(400, 'Invalid value for current_temp', 400);
  return orders.atDevice(ask, device, {
    command: 'temp_calibrate',
    duration: asked.current_temp,
    onDone() {
      const { settings } = device;
      settings.temp_adjust = asked.current_temp - rawTemperatureOf(device);
      settings.temp_min = asked.temp_min ?? settings.temp_min;
      settings.temp_max = asked.temp_max ?? settings.temp_max;
    },
  });
}
