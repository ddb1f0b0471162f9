import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createClipIndex } from '../../../electron/store/clips/sqlite-clip-index.ts';
import { openDatabase, type OpenedDatabase } from '../../../electron/store/clips/database.ts';
import {
  nodeFileSystem,
  withDiskErrors,
  type FileSystem,
} from '../../../electron/store/file-system.ts';
import { migrations, type Migration } from '../../../electron/store/clips/migrations.ts';
import type { ClipIndex, ListedClip } from '../../../electron/store/clips/clip-index.ts';
import { cloudClipId, deviceId, networkId } from '../../../shared/ids.ts';
import type { Clip } from '../../../shared/models.ts';
import { clip } from '../../fixtures/samples.ts';

export const noon = Date.UTC(2026, 10, 22, 12, 0, 0);
export const accountId = 1_000_001;
export const frontYard = deviceId(accountId, 'camera', 4001);
export const garage = deviceId(accountId, 'owl', 4002);

/** An empty folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'porchlight-store-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The index over a real file. */
export async function openIndex(file?: string): Promise<ClipIndex> {
  const { database } = await openFile(file ?? join(await temporaryFolder(), 'clips.db'));
  return createClipIndex(database);
}

/** A file of the index; closed after the test. */
export async function openFile(
  file: string,
  steps: readonly Migration[] = migrations,
  fs: FileSystem = nodeFileSystem,
): Promise<OpenedDatabase> {
  const opened = await openDatabase({ fs, file, steps, now: noon });
  onTestFinished(() => opened.database.close());
  return opened;
}

/** A closed file with the clip `c1`. */
export async function fileWithClip(): Promise<string> {
  const file = join(await temporaryFolder(), 'clips.db');
  const { database } = await openFile(file);
  await createClipIndex(database).recordListing([listed(1)], noon);
  database.close();
  return file;
}

/** A row of the cloud's list. */
export function listed(mediaId: number, change: Partial<ListedClip> = {}): ListedClip {
  const recordedAt = change.recordedAt ?? noon + mediaId * 60_000;
  return {
    accountId,
    originKind: 'cloud',
    remoteId: String(mediaId),
    networkId: networkId(accountId, 2001),
    networkName: 'Home',
    deviceId: frontYard,
    deviceName: 'Front Yard',
    deviceType: 'catalina',
    recordedAt,
    updatedAt: recordedAt + 10_000,
    timeZone: 'Europe/Berlin',
    source: 'pir',
    kind: 'motion',
    isWatched: false,
    isDeleted: false,
    labels: [],
    description: null,
    clipRef: `/clip/${mediaId}.mp4`,
    stillRef: `/clip/${mediaId}.jpg`,
    ...change,
  };
}

/** A clip as the rest of the program knows it. */
export const clipOf = (mediaId: number, change: Partial<Clip> = {}): Clip =>
  clip({ id: cloudClipId(mediaId), ...change });

/** One MP4 box; `size` may lie. */
export function box(type: string, payload = new Uint8Array(0), size?: number): Uint8Array {
  const bytes = new Uint8Array(8 + payload.length);
  new DataView(bytes.buffer).setUint32(0, size ?? bytes.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(payload, 8);
  return bytes;
}

/** The smallest body that is a whole MP4, its media filled with `byte`. */
export function smallMp4(byte = 7, mediaBytes = 500): Uint8Array {
  return Buffer.concat([
    box('ftyp', new TextEncoder().encode('isom\0\0\0\0isom')),
    box('mdat', new Uint8Array(mediaBytes).fill(byte)),
    box('moov', new Uint8Array(40)),
  ]);
}

/** A body that arrives in pieces. */
export async function* inPieces(bytes: Uint8Array, size = 100): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** A disk on which one call fails the way Node fails, named as the real adapter names it. */
export function failingDisk(call: keyof FileSystem, code: string): FileSystem {
  return withDiskErrors({ ...nodeFileSystem, [call]: () => Promise.reject(diskFailure(code)) });
}

/** A disk that takes new files but not their bytes. */
export function diskFailingAt(call: 'write' | 'sync' | 'close', code: string): FileSystem {
  return withDiskErrors({
    ...nodeFileSystem,
    async create(path) {
      const file = await nodeFileSystem.create(path);
      return {
        ...file,
        async [call]() {
          if (call === 'close') await file.close();
          throw diskFailure(code);
        },
      };
    },
  });
}

export const diskFailure = (code: string): Error =>
  Object.assign(new Error(`${code}: made up`), { code });
