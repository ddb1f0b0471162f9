import type { BlinkClient } from '../../../electron/blink/blink-client.ts';
import { deviceId, type DeviceFamily } from '../../../shared/ids.ts';

const networkId = '1000002:2101';
const program = { programId: 26101, networkId } as const;
const command = { networkId, commandId: 90000001 } as const;
const local = { networkId, manifestId: '8977', clipId: '1' } as const;
const draft = { name: 'Days', rules: [] };
const families: readonly DeviceFamily[] = ['camera', 'owl', 'doorbell'];
const numbers = { camera: 4101, owl: 4101, doorbell: 6101 };

type Act = (client: BlinkClient) => Promise<unknown>;

const perFamily = families.flatMap((family): Act[] => {
  const device = { id: deviceId(1000002, family, numbers[family]), networkId } as const;
  return [
    ({ cameras }) => cameras.takePicture(device),
    ({ cameras }) => cameras.record(device),
    ({ cameras }) => cameras.setMotion(device, true),
    ({ cameras }) => cameras.config(device),
    ({ cameras }) => cameras.update(device, { name: 'x' }),
    ({ cameras }) => cameras.zones(device),
    ({ cameras }) => cameras.setZones(device, { mask: 1, fine: [] }),
    ({ cameras }) => cameras.snooze(device, 60_000),
    ({ cameras }) => cameras.unsnooze(device),
    ({ cameras }) => cameras.setTemperatureAlerts(device, true),
    ({ cameras }) => cameras.calibrate(device, { currentF: 70, minF: 40, maxF: 90 }),
    ({ cameras }) => cameras.askNow(device),
    async ({ cameras, homescreen }) => {
      await homescreen();
      await cameras.setLamp(device, true);
    },
    ({ liveView }) => liveView.start(device),
  ];
});

/** Every call a client can make that is answered with JSON. */
export const everyCall: readonly Act[] = [
  ({ homescreen }) => homescreen(),
  ({ changedMedia }) => changedMedia(0, 1),
  ({ networks }) => networks.setArmed(networkId, true),
  ({ networks }) => networks.update(networkId, { name: 'x', savesLiveViews: true }),
  ({ networks }) => networks.snooze(networkId, 60_000),
  ({ networks }) => networks.unsnooze(networkId),
  ({ media }) => media.list({ fromAt: 0, untilAt: 1, after: null }),
  ({ media }) => media.markWatched([1]),
  ({ media }) => media.unwatchedCount(),
  ({ media }) => media.remove([1]),
  ({ media }) => media.settings(),
  ({ programs }) => programs.list(networkId),
  ({ programs }) => programs.create(networkId, draft),
  ({ programs }) => programs.update(program, draft),
  ({ programs }) => programs.remove(program),
  ({ programs }) => programs.setEnabled(program, true),
  ({ account }) => account.options(),
  ({ account }) => account.order(),
  ({ account }) => account.notifications(),
  ({ account }) => account.setNotifications({ motion: true }),
  ({ account }) => account.setAutoDeleteDays(30),
  ({ account }) => account.userInfo(),
  ({ account }) => account.logout(),
  ({ liveView }) => liveView.poll(command),
  ({ liveView }) => liveView.end(command),
  ({ localStorage }) => localStorage.manifest(networkId),
  ({ localStorage }) => localStorage.clip(local),
  ({ localStorage }) => localStorage.remove(local),
  ({ sirens }) => sirens.sound(networkId, { forMs: 5_000 }),
  ({ sirens }) => sirens.silence(networkId),
  ...perFamily,
];
