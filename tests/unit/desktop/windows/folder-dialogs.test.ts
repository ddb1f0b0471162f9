import path from 'node:path';
import { expect, test } from 'vitest';
import {
  createFolderChoice,
  createFolderSearch,
  ownFolderIn,
} from '../../../../electron/desktop/windows/folder-dialogs.ts';

const choosing = (canceled: boolean, ...filePaths: string[]) => {
  const asked: unknown[] = [];
  const choose = createFolderChoice(async (options) => {
    asked.push(options);
    return { canceled, filePaths };
  });
  return { asked, choose };
};

test('clips get a folder of their own in the chosen one', async () => {
  const { choose, asked } = choosing(false, path.join('/media', 'disk'));
  expect(await choose()).toBe(path.join('/media', 'disk', 'Porchlight'));
  expect(asked).toEqual([
    expect.objectContaining({ properties: expect.arrayContaining(['openDirectory']) as unknown }),
  ]);
});

test('a folder that has the right name already is the one', () => {
  const own = path.join('/media', 'disk', 'Porchlight');
  expect(ownFolderIn(own)).toBe(own);
});

test('a change of mind is no choice', async () => {
  expect(await choosing(true).choose()).toBeNull();
  expect(await choosing(true, '/media/disk').choose()).toBeNull();
});

test('who looks for clips may point at their folder or at the one around it', async () => {
  const searched = (canceled: boolean) =>
    createFolderSearch(async () => ({ canceled, filePaths: ['/media/disk'] }))();
  expect(await searched(false)).toEqual(['/media/disk', path.join('/media/disk', 'Porchlight')]);
  expect(await searched(true)).toBeNull();
});
