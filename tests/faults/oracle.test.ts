import LibSql from 'libsql';
import { describe, expect, it, onTestFinished } from 'vitest';
import { indexFile } from './engine.ts';
import { walk } from './oracle.ts';
import { heal } from './program.ts';
import { archive, createStage } from './stage.ts';

/** A full archive, and the file of one clip in it. */
async function fullStage() {
  const stage = createStage({ seed: 1 });
  onTestFinished(stage.close);
  await heal(stage);
  const paths = await walk(stage.disk.fs, archive, '');
  const inner = paths.find((path) => path.endsWith('motion 7000003.mp4')) ?? '';
  return { stage, inner, path: `${archive}/${inner}` };
}

const sql = (dataFolder: string, text: string) => {
  const connection = new LibSql(indexFile(dataFolder));
  connection.exec(text);
  connection.close();
};

describe('the oracle', () => {
  it('has nothing to say of an archive that is as it should be', async () => {
    const { stage } = await fullStage();

    expect(await stage.judge()).toEqual({ lost: [], dup: [], corrupt: [], inconsistent: [] });
  });

  it('sees a clip that was cut short on the disk', async () => {
    const { stage, path } = await fullStage();

    await stage.disk.fs.truncate(path, 50_000);

    const verdict = await stage.judge();
    expect(verdict.lost).toEqual(['c7000003 (kept)']);
    expect(verdict.corrupt).toHaveLength(1);
    expect(verdict.inconsistent).toHaveLength(1);
  });

  it('sees one flipped bit', async () => {
    const { stage, path } = await fullStage();
    const bytes = Buffer.from((await stage.disk.fs.read(path)) ?? []);
    bytes[40_000] = (bytes[40_000] ?? 0) ^ 1;
    await stage.disk.fs.remove(path);
    const file = await stage.disk.fs.create(path);
    await file.write(bytes);

    expect((await stage.judge()).corrupt).toHaveLength(1);
  });

  it('sees a clip the index does not know', async () => {
    const { stage, inner } = await fullStage();

    sql(stage.dataFolder, `DELETE FROM clip WHERE id = 'c7000003'`);

    const verdict = await stage.judge();
    expect(verdict.lost).toEqual(['c7000003 (not listed)']);
    expect(verdict.inconsistent).toEqual([`no row for ${inner}`]);
  });

  it('sees a clip the index calls kept without a file', async () => {
    const { stage, path, inner } = await fullStage();

    await stage.disk.fs.remove(path);

    const verdict = await stage.judge();
    expect(verdict.lost).toEqual(['c7000003 (kept)']);
    expect(verdict.inconsistent).toEqual([`no file for c7000003: ${inner}`]);
  });

  it('sees a second file of a clip', async () => {
    const { stage, path } = await fullStage();

    await stage.disk.fs.copy(path, path.replace('.mp4', ' (2).mp4'));

    const verdict = await stage.judge();
    expect(verdict.dup).toEqual(['two files of c7000003']);
    expect(verdict.inconsistent).toHaveLength(1);
  });

  it('sees a second banner, and what was left over', async () => {
    const { stage, path } = await fullStage();
    stage.banners.push('c7000003', 'c7000003');
    await stage.disk.fs.copy(path, path.replace('7000003.mp4', '7000003.mp4.part'));

    const verdict = await stage.judge();
    expect(verdict.dup).toEqual(['two banners of c7000003']);
    expect(verdict.inconsistent).toHaveLength(1);
  });

  it('sees a clip that was never fetched', async () => {
    const { stage } = await fullStage();
    const { mediaId } = stage.cloud.control.record({ cameraName: 'Gate', minutesAgo: 1 });

    expect((await stage.judge()).lost).toEqual([`c${mediaId} (not listed)`]);
  });
});
