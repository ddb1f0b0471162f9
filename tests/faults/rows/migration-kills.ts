import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openDatabase } from '../../../electron/store/clips/database.ts';
import { nodeFileSystem } from '../../../electron/store/file-system.ts';
import { migrations } from '../../../electron/store/clips/migrations.ts';
import { createChance } from '../chance.ts';
import { bundleChild, startChild } from '../process/child-process.ts';
import { indexFile } from '../engine.ts';
import { readRows } from '../oracle.ts';
import { makePastIndex } from '../past-index.ts';
import type { RowContext, Tally } from '../tally.ts';
import { sameClips } from './state-files.ts';

const account = 1_000_002;

/** A real process is killed while it brings a large index of version 2 up to date, on a real disk. */
export async function killedWhileMigrating({ seed, isLong }: RowContext, tally: Tally) {
  const size = isLong ? { kills: 40, clips: 50_000 } : { kills: 4, clips: 10_000 };
  const folder = mkdtempSync(join(tmpdir(), 'porchlight-migration-'));
  const chance = createChance(seed).fork('migration');
  const past = join(folder, 'past.db');
  await makePastIndex(past, account, size.clips);
  const script = await bundleChild();
  for (let kill = 1; kill <= size.kills; kill += 1) {
    const dataFolder = join(folder, `data-${kill}`);
    mkdirSync(dataFolder);
    copyFileSync(past, indexFile(dataFolder));
    const child = startChild(script, { ...nowhere, dataFolder, archive: join(folder, 'archive') });
    // From the first line of its program to well after the end of a migration.
    const afterMs = 60 + Math.floor(chance.next() * size.clips * 0.03);
    await wait(afterMs);
    await child.kill();
    await expectSound({ past, dataFolder }, `killed after ${afterMs} ms`, tally);
    rmSync(dataFolder, { recursive: true });
  }
  tally.note(`${size.kills} kills of a process that migrates ${size.clips} clips`);
  rmSync(folder, { recursive: true, force: true });
}

/** Its cloud cannot be reached. */
const nowhere = {
  cloudUrl: 'http://127.0.0.1:9',
  credentials: {
    accountId: account,
    tier: 'u014',
    tokens: { accessToken: 'a', refreshToken: 'r', renewAt: 9e15, clientId: 'ios' },
  },
};

interface Migrated {
  readonly past: string;
  readonly dataFolder: string;
}

async function expectSound({ past, dataFolder }: Migrated, label: string, tally: Tally) {
  const file = indexFile(dataFolder);
  const opened = await openDatabase({ fs: nodeFileSystem, file, steps: migrations, now: 1 });
  opened.database.close();
  tally.expect(label, opened.setAside === null, 'taken for broken');
  tally.expect(label, sameClips(readRows(past), readRows(file)), 'another index than before');
}
