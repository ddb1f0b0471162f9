import { BrowserWindow, nativeImage, type NativeImage, type WebContents } from 'electron';
import { appOrigin } from '../../../shared/origin.ts';
import type { DecodedPicture } from '../../../shared/ipc/contract.ts';
import type { Dispose } from '../../lib/dispose.ts';
import { seconds, type Clock } from '../../lib/clock.ts';
import { pageWebPreferences } from './renderer-window.ts';
import { swapRedAndBlue } from '../notifications/image-data.ts';

interface PictureDecoderDeps {
  readonly preload: string;
  readonly clock: Clock;
  readonly onCreated: (contents: WebContents) => void;
  readonly askPage: (job: { readonly jobId: number; readonly url: string }) => void;
}

/** Turns pictures of the cloud into pixels inside a sandboxed hidden page: main never parses them. */
export interface PictureDecoder {
  /** Null when the picture cannot be decoded in time. */
  decode(url: string): Promise<NativeImage | null>;
  /** The page's answer. */
  decoded(picture: DecodedPicture): void;
}

export function createPictureDecoder(deps: PictureDecoderDeps): PictureDecoder {
  const jobs = new Map<number, (image: NativeImage | null) => void>();
  let page: Promise<BrowserWindow> | null = null;
  let lastJob = 0;
  let cancelClose: Dispose | null = null;

  const forgetPage = () => {
    page = null;
  };

  async function ready(): Promise<void> {
    cancelClose?.();
    page ??= openPage(deps, forgetPage).catch((error: unknown) => {
      page = null;
      throw error;
    });
    await page;
  }

  // Hidden pages cost memory and wake-ups: the page goes when there has been nothing to decode for a while.
  function closeWhenIdle(): void {
    cancelClose?.();
    if (jobs.size > 0) return;
    cancelClose = deps.clock.after(idleMs, () => {
      void page?.then((window) => window.destroy());
      page = null;
    });
  }

  return {
    async decode(url) {
      await ready();
      const jobId = ++lastJob;
      const image = await new Promise<NativeImage | null>((resolve) => {
        const cancelDeadline = deps.clock.after(deadlineMs, () => resolve(null));
        jobs.set(jobId, (decoded) => {
          cancelDeadline();
          resolve(decoded);
        });
        deps.askPage({ jobId, url });
      });
      jobs.delete(jobId);
      closeWhenIdle();
      return image;
    },
    decoded(picture) {
      jobs.get(picture.jobId)?.(toImage(picture));
    },
  };
}

const idleMs = seconds(20);
const deadlineMs = seconds(5);

async function openPage(
  { preload, onCreated }: PictureDecoderDeps,
  onGone: () => void,
): Promise<BrowserWindow> {
  const window = new BrowserWindow({ show: false, webPreferences: pageWebPreferences(preload) });
  onCreated(window.webContents);
  // A picture may take the page down; the next one gets a new page.
  window.webContents.on('render-process-gone', () => {
    onGone();
    window.destroy();
  });
  await window.loadURL(`${appOrigin}/decoder.html`);
  return window;
}

function toImage({ pixels, width, height }: DecodedPicture): NativeImage | null {
  if (pixels === null || pixels.length === 0) return null;
  return nativeImage.createFromBitmap(swapRedAndBlue(pixels), { width, height });
}
