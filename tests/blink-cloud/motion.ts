import type { Timeline } from './clock.ts';
import { RECORDING_MS, UPLOAD_MS, type MediaStore } from './media-store.ts';
import { takePicture, type Device, type World } from './world.ts';

/** Something happens in front of a camera. */
export interface Happening {
  readonly device: Device;
  readonly source: string;
  /** Listed at once instead of after recording and sending. */
  readonly immediate: boolean;
}

export interface Motion {
  /** The number the recording will have; undefined when nothing is recorded. */
  happen(happening: Happening): number | undefined;
  setSpeed(factor: number): void;
}

interface MotionDeps {
  readonly world: World;
  readonly media: MediaStore;
  readonly timeline: Timeline;
  readonly speed: number;
}

/** Sources a camera records only while it is armed and enabled. */
const WATCHING = /^(pir|cv_)/;

/** Turns what happens into recordings: listed, and with a new picture, once recorded and sent. */
export function createMotion({ world, media, timeline, speed: initialSpeed }: MotionDeps): Motion {
  let speed = initialSpeed;

  function isRecorded({ device, source }: Happening): boolean {
    if (device.status === 'offline') return false;
    const isArmed = world.system(device.networkId)?.armed === true;
    return !WATCHING.test(source) || (isArmed && device.enabled);
  }

  return {
    happen(happening) {
      if (!isRecorded(happening)) return undefined;
      const { device, source, immediate } = happening;
      const id = media.reserveId();
      const createdAt = timeline.now();
      const listedAt = createdAt + (immediate ? 0 : (RECORDING_MS + UPLOAD_MS) / speed);
      timeline.at(listedAt, () => {
        media.add(id, device, source, { createdAt, listedAt });
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
