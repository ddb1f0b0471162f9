import { describe, expect, it } from 'vitest';
import { readThumbnail } from '../../../../electron/blink/wire/thumbnails.ts';

describe('a thumbnail', () => {
  const owner = { accountId: 1, network: 2, type: 'owl', device: 3 };
  const old = '/media/e001/account/1/network/2/camera/3/thumbnail/fw_7.96__bErKuR9D';

  it.each([
    [`${old}_2020_06_01__15_36PM`, `${old}_2020_06_01__15_36PM.jpg`, Date.UTC(2020, 5, 1, 15, 36)],
    [`${old}_2020_06_01__03_36PM`, `${old}_2020_06_01__03_36PM.jpg`, Date.UTC(2020, 5, 1, 15, 36)],
    [`${old}_2020_06_01__12_05AM`, `${old}_2020_06_01__12_05AM.jpg`, Date.UTC(2020, 5, 1, 0, 5)],
    [`${old}_clip_date`, `${old}_clip_date.jpg`, null],
  ])('in the oldest form gets its ending: %s', (written, ref, takenAt) => {
    expect(readThumbnail(written, owner)).toEqual({ picture: { version: ref, takenAt }, ref });
  });

  it.each(['1646822991', 1646822991])('as a bare time %j gets its path', (written) => {
    expect(readThumbnail(written, owner)).toEqual({
      picture: { version: '1646822991', takenAt: 1_646_822_991_000 },
      ref: '/api/v3/media/accounts/1/networks/2/owl/3/thumbnail/thumbnail.jpg?ts=1646822991&ext=',
    });
  });

  it('in today’s form is used as it is', () => {
    const written = '/api/v3/media/x/thumbnail.jpg?ts=1648473188&ext=';

    expect(readThumbnail(written, owner)).toEqual({
      picture: { version: '1648473188', takenAt: 1_648_473_188_000 },
      ref: written,
    });
  });

  it.each([null, undefined, '', ' ', 0])('written as %j is none', (written) => {
    expect(readThumbnail(written, owner)).toBeNull();
  });
});
