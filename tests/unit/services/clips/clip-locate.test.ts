import { describe, expect, it } from 'vitest';
import { setUpClips } from './clips-setup.ts';

describe('clips looked for while their files are moved', () => {
  it('are not called missing because they were brought back from the bin just now', async () => {
    const { clips, list, index, files, clock } = await setUpClips();
    await list(1);
    await clips.keep('c1');
    await index.bin(['c1'], clock.now());
    for (const { id, file } of await index.toBin(Infinity, 9)) {
      await index.setInBin(id, await files.toBin(file));
    }
    const { locate } = files;
    files.locate = async (file) => {
      files.locate = locate;
      await index.setOutOfBin('c1', await files.fromBin(file));
      await index.unbin(['c1']);
      return locate(file);
    };
    expect(await clips.locate('c1')).toEqual({ path: '/archive/c1.mp4', sizeBytes: 12 });
    expect((await clips.get('c1'))?.place).toBe('kept');
  });

  it('are not called missing on their way into the bin', async () => {
    const { clips, list, index, files, clock } = await setUpClips();
    await list(1);
    await clips.keep('c1');
    await index.bin(['c1'], clock.now());
    for (const { id, file } of await index.toBin(Infinity, 9)) {
      const path = await files.toBin(file);
      expect(await clips.locate('c1')).toBeNull();
      expect((await clips.get('c1'))?.place).toBe('kept');
      await index.setInBin(id, path);
    }
    expect(await clips.locate('c1')).not.toBeNull();
  });
});
