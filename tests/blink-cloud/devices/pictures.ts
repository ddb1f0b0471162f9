import { copyOf, fill, halved, box, type Canvas } from '../drawing/canvas.ts';
import { encodeJpeg } from '../drawing/jpeg.ts';
import { widthOf, write } from '../drawing/lettering.ts';
import { drawView, PICTURE_HEIGHT, PICTURE_WIDTH } from '../drawing/scene.ts';
import { isNight, localTime } from '../worlds/local-time.ts';
import type { MediaItem } from '../media/media-store.ts';
import type { Device } from '../world.ts';

/** Pictures drawn when they are asked for. */
export interface Pictures {
  /** What the device saw at that moment (milliseconds), with its name and the time. */
  ofDevice(device: Device, at: number): Buffer;
  /** The still of a recording, with the camera's name and the time. */
  ofClip(item: MediaItem, isSmall: boolean): Buffer;
}

const KEPT_PICTURES = 300;
const BAR_HEIGHT = 34;
const LETTER_SIZE = 3;
const MARGIN = 12;

/** JPEGs of what the cameras look at; the last few hundred are kept in memory. */
export function createPictures(): Pictures {
  const kept = new Map<string, Buffer>();

  function keep(key: string, draw: () => Canvas): Buffer {
    const known = kept.get(key);
    if (known) return known;
    const [oldest] = kept.keys();
    if (oldest !== undefined && kept.size >= KEPT_PICTURES) kept.delete(oldest);
    const picture = encodeJpeg(draw());
    kept.set(key, picture);
    return picture;
  }

  return {
    ofDevice: (device, at) =>
      keep(`${device.family} ${device.id} ${at}`, () => labelled(device, at, undefined)),
    ofClip: (item, isSmall) =>
      keep(`clip ${item.id} ${isSmall ? 'small' : 'large'}`, () => {
        const picture = labelled(item.device, item.createdAt, passingOf(item));
        return isSmall ? halved(picture) : picture;
      }),
  };
}

/** Where the one who passes is in the still: the middle half of the picture, different from clip to clip. */
const passingOf = ({ id }: MediaItem) => 0.25 + ((id * 37) % 50) / 100;

function labelled(device: Device, at: number, passing: number | undefined): Canvas {
  const night = isNight(at, device.timeZone);
  const view = { scene: device.scene, night };
  const picture = copyOf(drawView(passing === undefined ? view : { ...view, passing }));
  fill(picture, box(0, PICTURE_HEIGHT - BAR_HEIGHT, PICTURE_WIDTH, BAR_HEIGHT), 0x000000, 0.6);
  const line = { y: PICTURE_HEIGHT - BAR_HEIGHT + 7, size: LETTER_SIZE, colour: 0xffffff };
  const time = localTime(at, device.timeZone);
  const timeX = PICTURE_WIDTH - MARGIN - widthOf(time, LETTER_SIZE);
  write(picture, { ...line, words: fitting(device.name, timeX - MARGIN * 2), x: MARGIN });
  write(picture, { ...line, words: time, x: timeX });
  return picture;
}

function fitting(words: string, width: number): string {
  return widthOf(words, LETTER_SIZE) <= width ? words : fitting(words.slice(0, -1), width);
}
