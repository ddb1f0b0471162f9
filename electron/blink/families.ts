import { deviceKey, type DeviceFamily } from '../../shared/ids.ts';
import type { Device } from '../../shared/models.ts';

/** Which list a device is in, for answers that name only its number and its product word. */
export interface Families {
  learn(devices: readonly Device[]): void;
  familyOf(device: number, type: string | null): DeviceFamily;
}

/** What the homescreen's lists said counts first: numbers of different lists may coincide, product words come and go. */
export function createFamilies(): Families {
  let known: readonly Known[] = [];

  return {
    learn(devices) {
      known = devices.map(({ id, type }) => {
        const { device, family } = deviceKey(id);
        return { device, type, family };
      });
    },
    familyOf(device, type) {
      const sameNumber = known.filter((one) => one.device === device);
      const same =
        sameNumber.find((one) => one.type === type) ??
        (sameNumber.length === 1 ? sameNumber[0] : known.find((one) => one.type === type));
      return same?.family ?? familyByType.get(type ?? '') ?? 'camera';
    },
  };
}

interface Known {
  readonly device: number;
  readonly type: string;
  readonly family: DeviceFamily;
}

const familyByType = new Map<string, DeviceFamily>([
  ['owl', 'owl'],
  ['hawk', 'owl'],
  ['superior_owl', 'owl'],
  ['lotus', 'doorbell'],
]);
