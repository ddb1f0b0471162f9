import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../../../electron/desktop/cli/cli-protocol.ts';
import { socketPath } from '../../../../electron/desktop/cli/cli-socket.ts';

const open = (opening: object, isHidden = false) => ({ kind: 'open', opening, isHidden });
const command = (what: object) => ({ kind: 'command', command: what });
const window = { kind: 'window' };

describe('the words of a start', () => {
  it.each([
    [[], open(window)],
    [['--no-sandbox', '/a/tree'], open(window)],
    [['--hidden'], open(window, true)],
    [['--no-sandbox', '/a/tree', '--hidden'], open(window, true)],
    [['--arm', 'My Home'], command({ verb: 'arm', name: 'My Home' })],
    [['--disarm=Cabin'], command({ verb: 'disarm', name: 'Cabin' })],
    [['/a/tree', '--mute', '30'], command({ verb: 'mute', minutes: 30 })],
    [['--mute', '0'], command({ verb: 'mute', minutes: 0 })],
    [['--status'], command({ verb: 'status' })],
    [['--help'], { kind: 'help' }],
    [['--arm'], { kind: 'wrong', word: '--arm' }],
    [['--arm', '--hidden'], { kind: 'wrong', word: '--arm --hidden' }],
    [['--mute', 'soon'], { kind: 'wrong', word: '--mute soon' }],
    [['--mute', '99999'], { kind: 'wrong', word: '--mute 99999' }],
    [['--mute', '-5'], { kind: 'wrong', word: '--mute -5' }],
  ])('%j', (words, expected) => {
    expect(parseCommandLine(words)).toEqual(expected);
  });
});

describe('a link', () => {
  it.each([
    ['porchlight://clips', { kind: 'page', page: 'clips' }],
    ['porchlight://settings/', { kind: 'page', page: 'settings' }],
    ['porchlight://clip/c7000001', { kind: 'clip', id: 'c7000001' }],
    ['porchlight://clip/../../etc', window],
    ['porchlight://clip/etc', window],
    ['porchlight://clip/', window],
    ['porchlight://clip', window],
    ['porchlight://clip/c7000001x', window],
    ['porchlight://arm/Home', window],
    ['porchlight://disarm', window],
    ['porchlight:', window],
    ['porchlight://clips?then=disarm', window],
  ])('%s only ever opens', (link, opening) => {
    expect(parseCommandLine([link])).toEqual(open(opening));
  });
});

describe('a command beside a link', () => {
  it.each([
    [['porchlight://clips', '--disarm', 'Home'], '--disarm porchlight://clips'],
    [['--arm', 'Home', 'porchlight://clips'], '--arm porchlight://clips'],
    [['--mute=60', 'PORCHLIGHT://clips'], '--mute PORCHLIGHT://clips'],
    [[' porchlight://clips', '--status'], '--status  porchlight://clips'],
    [['--disarm', 'porchlight://Home'], '--disarm porchlight://Home'],
  ])('%j is refused', (words, word) => {
    expect(parseCommandLine(words)).toEqual({ kind: 'wrong', word });
  });

  it('does not keep a link from a hidden start', () => {
    expect(parseCommandLine(['--hidden', 'porchlight://clips'])).toEqual(
      open({ kind: 'page', page: 'clips' }, true),
    );
  });
});

describe('where commands come in', () => {
  const places = {
    platform: 'linux',
    dataFolder: '/home/a/.config/porchlight',
    runtimeFolder: '/run/user/1000',
    userId: 1000,
  } as const;

  it('is the data folder', () => {
    expect(socketPath(places)).toEqual({
      path: '/home/a/.config/porchlight/porchlight.sock',
      folder: '/home/a/.config/porchlight',
      userId: 1000,
    });
  });

  it('is a folder of its own when that is too long for the kernel', () => {
    const { path, folder } = socketPath({
      ...places,
      dataFolder: `/home/${'ä'.repeat(60)}/porchlight`,
    });
    expect(folder).toMatch(/^\/run\/user\/1000\/porchlight-[0-9a-f]{16}$/);
    expect(path).toBe(`${folder}/porchlight.sock`);
  });

  it('is a pipe on Windows', () => {
    const pipe = socketPath({ ...places, platform: 'win32', userId: null });
    expect(pipe.path).toMatch(/^\\\\\.\\pipe\\porchlight-[0-9a-f]{16}$/);
    expect(pipe.folder).toBeNull();
  });
});
