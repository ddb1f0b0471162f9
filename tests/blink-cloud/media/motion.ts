import type { Timeline } from '../clock.ts';
import type { LocalStorage } from '../local-storage/store.ts';
import { RECORDING_MS, UPLOAD_MS, type MediaStore } from './media-store.ts';
import { takePicture, type Device, type World } from '../world.ts';

/** Something happens in front of a camera. */
export interface Happening {
  readonly device: Device;
  readonly source: string;
  /** Listed at once instead of after recording and sending. */
  readonly immediate: boolean;
  readonly description?: string | undefined;
  readonly detections?: readonly string[] | undefined;
}

export interface Motion {
  /** The number the recording will have in the cloud; undefined when nothing is recorded, or only by the module. */
  happen(happening: Happening): number | undefined;
  setSpeed(factor: number): void;
}

interface MotionDeps {
  readonly world: World;
  readonly media: MediaStore;
  readonly localStorage: LocalStorage;
  readonly timeline: Timeline;
  readonly speed: number;
}

/** Sources a camera records only while it is armed and enabled. */
const WATCHING = /^(pir|cv_)/;

/** Turns what happens into recordings: listed, and with a new picture, once recorded and sent. */
export function createMotion({ world, media, timeline, ...deps }: MotionDeps): Motion {
  let speed = deps.speed;

  function isRecorded({ device, source }: Happening): boolean {
    if (device.status === 'offline') return false;
    const isArmed = world.system(device.networkId)?.armed === true;
    return !WATCHING.test(source) || (isArmed && device.enabled);
  }

  return {
    happen(happening) {
      if (!isRecorded(happening)) return undefined;
      const { device, source, immediate, description, detections } = happening;
      const { recordsTo = 'cloud' } = device;
      const id = recordsTo === 'local' ? undefined : media.reserveId();
      const createdAt = timeline.now();
      const listedAt = createdAt + (immediate ? 0 : (RECORDING_MS + UPLOAD_MS) / speed);
      timeline.at(listedAt, () => {
        if (id !== undefined) {
          media.add({ id, device, source, createdAt, listedAt, description, detections });
        }
        if (recordsTo !== 'cloud') deps.localStorage.add(device, createdAt);
        takePicture(device, createdAt);
      });
      timeline.settle();
      return id;
    },
    setSpeed(factor) {
      speed = factor;
    },
  };
}
