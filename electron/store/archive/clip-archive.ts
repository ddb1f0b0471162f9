import type { Clip, Timestamp } from '../../../shared/models.ts';
import type { FoundClip, KeptClip, KeptFile } from '../clips/clip-index.ts';

/** A recording being downloaded. */
export interface IncomingDownload {
  readonly body: AsyncIterable<Uint8Array>;
  /** Of the whole recording, null if the server did not say. */
  readonly sizeBytes: number | null;
  /** Where in the recording the body begins: 0, or where an earlier try had stopped. */
  readonly startsAt: number;
  /** What the server calls this version of the recording; without it a broken try starts anew. */
  readonly validator: string | null;
}

/** What an earlier try has left. */
export interface Part {
  readonly sizeBytes: number;
  readonly validator: string;
}

/** The clips on disk. Every call rejects with `archive-away` when the folder is not there or another disk lies under its name. */
export interface ClipArchive {
  /** For display only. */
  folder(): string;
  /** What an earlier try has left of this clip; null to start anew. */
  part(clip: Clip): Promise<Part | null>;
  /** Streams a body into a part, verifies that it is a complete MP4, syncs, renames, writes the archive's journal. Rejects with `clip-damaged`, `disk-full`, `disk-error` or the body's own failure; then nothing lies under the final name, and a part only where it can be gone on with. */
  keep(clip: Clip, arriving: IncomingDownload): Promise<KeptFile>;
  /** Removes what an earlier try has left of this clip. */
  dropPart(clip: Clip): Promise<void>;
  /** Absolute path of a kept file that is there with the right size, else null. */
  locate(file: KeptFile): Promise<string | null>;
  /** Reads all of it. */
  verify(file: KeptFile): Promise<'good' | 'missing' | 'corrupt'>;
  /** Deletes kept files; another file under the name of one stays, and paths outside the archive are refused. */
  remove(files: readonly KeptFile[]): Promise<void>;
  /** Moves a kept file into the account's bin; answers its new path. Done already: the same answer. `not-found` when it lies in neither, or was replaced. */
  toBin(file: KeptFile): Promise<string>;
  /** Moves it out of the bin again; the same answers. */
  fromBin(file: KeptFile): Promise<string>;
  /** What was kept last and still lies there, oldest first: the index may not know of it yet, if a run broke off. */
  recent(): Promise<readonly KeptClip[]>;
  /** So that a star outlives the index. */
  noteStar(clip: Clip, starredAt: Timestamp | null): Promise<void>;
  /** Every clip the archive holds, by its journal and the names of its files, in batches; `unknownFiles` are files that are none of ours. */
  scan(signal: AbortSignal): AsyncIterable<ScannedBatch>;
  /** Of the disk it lies on. */
  space(): Promise<{ readonly freeBytes: number; readonly totalBytes: number }>;
  /** Works in a folder that holds an archive already: ours after a move by hand, or one that is taken over as it is. `not-found` when it holds none. */
  adopt(folder: string): Promise<void>;
  /**
   * Copies everything to another folder, compares, and from then on works there; `onSwitch` is awaited in between and
   * makes it last; then the old files are removed. Cancelled or failed before that, nothing has changed. Nothing may be
   * kept meanwhile: whatever would change the archive rejects with `archive-busy`.
   */
  moveTo(folder: string, steps: MoveSteps, signal: AbortSignal): Promise<number>;
}

export interface MoveSteps {
  readonly onProgress: (done: number, total: number) => void;
  readonly onSwitch: () => Promise<void>;
}

export interface ScannedBatch {
  readonly clips: readonly FoundClip[];
  readonly unknownFiles: number;
}
