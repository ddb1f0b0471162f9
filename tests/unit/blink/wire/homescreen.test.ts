import { describe, expect, it } from 'vitest';
import { clientAnswering } from '../clients.ts';
import { homescreenAnswer } from '../homescreen-answer.ts';

const homescreenOf = (answer: unknown) => clientAnswering(answer).homescreen();

describe('the homescreen', () => {
  it('becomes systems and hubs', async () => {
    const { networks, syncModules } = await homescreenOf(homescreenAnswer());

    expect(networks).toEqual([
      {
        id: '1000002:2101',
        name: 'Studio',
        timeZone: 'Europe/Berlin',
        isArmed: true,
        savesLiveViews: null,
        hasSiren: false,
      },
    ]);
    expect(syncModules).toEqual([
      { networkId: '1000002:2101', name: 'Hub', isOnline: true, hasLocalStorage: false },
    ]);
  });

  it('tells each device as the list it is in says', async () => {
    const { devices } = await homescreenOf(homescreenAnswer());

    expect(devices).toEqual([
      {
        id: '1000002:camera:4101',
        networkId: '1000002:2101',
        family: 'camera',
        type: 'catalina',
        name: 'Gate',
        isMotionEnabled: true,
        isOnline: true,
        battery: 'low',
        batteryBars: 1,
        wifiBars: 4,
        temperatureF: 71,
        picture: { version: '1795379150', takenAt: 1_795_379_150_000 },
        hasLamp: false,
        snoozedUntil: null,
      },
      expect.objectContaining({
        id: '1000002:owl:4101',
        family: 'owl',
        type: 'hawk',
        isMotionEnabled: false,
        isOnline: false,
        battery: 'mains',
        wifiBars: null,
        picture: { version: '1646822991', takenAt: 1_646_822_991_000 },
      }),
      expect.objectContaining({ id: '1000002:doorbell:6101', battery: 'ok', picture: null }),
    ]);
  });

  it('tells where the pictures lie', async () => {
    const { pictureRefs } = await homescreenOf(homescreenAnswer());

    expect([...pictureRefs]).toEqual([
      ['1000002:camera:4101', '/media/x/thumbnail.jpg?ts=1795379150&ext='],
      [
        '1000002:owl:4101',
        '/api/v3/media/accounts/1000002/networks/2101/hawk/4101/thumbnail/thumbnail.jpg?ts=1646822991&ext=',
      ],
    ]);
  });

  it.each([{}, { cameras: null }])('of an account without lists is empty: %j', async (answer) => {
    const home = await homescreenOf(answer);

    expect([home.networks, home.syncModules, home.devices]).toEqual([[], [], []]);
    expect(home.gaps.completeLists).toEqual(new Set());
  });

  it('shows a type nobody knows with its own word, in the family of its list', async () => {
    const answer = homescreenAnswer();
    const owl = { ...answer.owls[0], type: 'moonbeam', status: 'dreaming', extra: { a: 1 } };

    const { devices } = await homescreenOf({ ...answer, owls: [owl] });

    expect(devices[1]).toMatchObject({ family: 'owl', type: 'moonbeam', isOnline: true });
  });

  it.each([
    ['networks', 'id', null],
    ['cameras', 'network_id', {}],
    ['cameras', 'id', 1.5],
  ])('leaves out the row of %s whose %s is %j, and nothing else', async (list, field, value) => {
    const answer = homescreenAnswer();
    const whole = await homescreenOf(answer);
    const rows = list === 'networks' ? answer.networks : answer.cameras;
    const broken = rows.map((row) => ({
      ...row,
      [field]: value === 'missing' ? undefined : value,
    }));

    const home = await homescreenOf({ ...answer, [list]: [...broken, 7, null, 'x'] });

    const left = (part: 'networks' | 'devices') => home[part].length - whole[part].length;
    expect([left('networks'), left('devices')]).toEqual(list === 'networks' ? [-1, 0] : [0, -1]);
  });

  it.each([
    ['networks', 'armed'],
    ['sync_modules', 'status'],
    ['cameras', 'enabled'],
  ] as const)('marks the row of %s whose %s is missing or of another kind', async (list, field) => {
    const answer = homescreenAnswer();
    for (const value of [undefined, null, 7, {}]) {
      const broken = answer[list].map((row) => ({ ...row, [field]: value }));

      const { networks, syncModules, devices } = await homescreenOf({ ...answer, [list]: broken });

      const rows = { networks, sync_modules: syncModules, cameras: devices.slice(0, 1) };
      expect(rows[list].map(({ doubt }) => doubt)).toEqual([{ heardAt: null, missedBy: 0 }]);
    }
  });

  it('tells which lists are there and whole', async () => {
    const { owls: _owls, ...answer } = { ...homescreenAnswer(), sync_modules: [7] };

    const { gaps } = await homescreenOf({ ...answer, networks: [...answer.networks, { id: 'x' }] });

    expect(gaps).toEqual({ networksWithoutId: 1, completeLists: new Set(['camera', 'doorbell']) });
  });

  it('tells which cameras have a lamp, which systems a siren, and what is saved', async () => {
    const answer = homescreenAnswer();

    const { networks, devices } = await homescreenOf({
      ...answer,
      networks: answer.networks.map((row) => ({ ...row, lv_save: true })),
      owls: answer.owls.map((row) => ({ ...row, type: 'superior_owl' })),
      sirens: [{ id: 1, network_id: 2101 }],
      accessories: { storm: [{ id: 9, target: 'camera', target_id: 4101 }] },
    });

    expect(networks[0]).toMatchObject({ hasSiren: true, savesLiveViews: true });
    expect(devices.map(({ hasLamp }) => hasLamp)).toEqual([true, true, false]);
  });

  it.each(['name', 'type', 'enabled', 'thumbnail', 'status', 'battery', 'signals'])(
    'keeps a camera whose %s is missing, null or of another kind',
    async (field) => {
      const answer = homescreenAnswer();
      const cameras = [undefined, null, [], { x: 1 }, true, -1].map((value, index) => ({
        ...answer.cameras[0],
        id: 4200 + index,
        [field]: value,
      }));

      const { devices } = await homescreenOf({ ...answer, cameras });

      expect(devices.filter(({ family }) => family === 'camera')).toHaveLength(6);
    },
  );

  it('with a bare message in place of everything is a bad answer, not an empty home', async () => {
    await expect(homescreenOf({ message: 'secret', code: 999 })).rejects.toThrow(
      /^bad-answer: homescreen: the answer is a message in place of its lists$/,
    );
  });

  it('that is no homescreen is a bad answer that names call and field, not the value', async () => {
    await expect(homescreenOf({ cameras: 'secret' })).rejects.toThrow(
      /^bad-answer: homescreen: cameras is not Array$/,
    );
    await expect(homescreenOf(['secret'])).rejects.toThrow(
      /^bad-answer: homescreen: the answer is not an object$/,
    );
  });
});
