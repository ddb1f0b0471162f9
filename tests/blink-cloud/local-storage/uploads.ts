import type { Timeline } from '../clock.ts';
import type { Command, Commands } from '../commands/commands.ts';
import type { LocalClip } from './store.ts';

/** Copies of local recordings that the module has sent up. */
export interface Uploads {
  /** The module has begun to send; the copy is there a moment later, for about an hour. */
  begin(clip: LocalClip, command: Command): void;
  isHere(clip: LocalClip): boolean;
  /** The copy a command led to. */
  of(commandId: number): LocalClip | undefined;
}

/** The copy arrives after the command was said to be done, at speed 1. */
const LATER_MS = 2000;
const KEPT_MS = 60 * 60_000;

interface Upload {
  readonly clip: LocalClip;
  readonly from: number;
  readonly until: number;
}

/** What lies in the cloud for a while because somebody asked for it. */
export function createUploads(timeline: Timeline, commands: Commands): Uploads {
  const byKey = new Map<string, Upload>();
  const byCommand = new Map<number, Upload>();

  const isHere = (upload: Upload | undefined) =>
    upload !== undefined && upload.from <= timeline.now() && timeline.now() < upload.until;

  return {
    begin(clip, command) {
      const from = timeline.now() + LATER_MS / commands.speed();
      const upload = { clip, from, until: from + KEPT_MS };
      byKey.set(clip.key, upload);
      byCommand.set(command.id, upload);
    },
    isHere: (clip) => isHere(byKey.get(clip.key)),
    of(commandId) {
      const upload = byCommand.get(commandId);
      return upload && isHere(upload) ? upload.clip : undefined;
    },
  };
}
