import { describe, expect, it } from 'vitest';
import {
  startCommand,
  autostartEntry,
  parseAutostartEntry,
} from '../../../../electron/desktop/system/autostart.ts';
import { createShortcuts } from '../../../../electron/desktop/system/shortcuts.ts';
import { openingPlace, type Area } from '../../../../electron/desktop/windows/window-bounds.ts';

describe('a start with the computer', () => {
  it.each([
    [['/opt/Porchlight/porchlight'], 'Exec=/opt/Porchlight/porchlight'],
    [['/home/a b/Porchlight.AppImage'], 'Exec="/home/a b/Porchlight.AppImage"'],
    [['/x/100%/$HOME'], 'Exec="/x/100%%/\\\\$HOME"'],
  ])('writes %j as the specification wants it', (command, line) => {
    expect(autostartEntry(command, 'on').split('\n')).toContain(line);
  });

  it.each(['on', 'hidden'] as const)('reads back %s', (choice) => {
    expect(parseAutostartEntry(autostartEntry(['/opt/My App/x'], choice))).toBe(choice);
  });

  it.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])('reads %s as off', (line) => {
    expect(parseAutostartEntry(`[Desktop Entry]\nExec=/x --hidden\n${line}\n`)).toBe('off');
  });

  const start = { appImage: undefined, execPath: '/e', appPath: '/a', isPackaged: true };
  it.each([
    [start, ['/e']],
    [{ ...start, appImage: '/x.AppImage' }, ['/x.AppImage']],
    [{ ...start, isPackaged: false }, ['/e', '/a']],
  ])('%j', (how, command) => {
    expect(startCommand(how)).toEqual(command);
  });
});

describe('global keys', () => {
  function setUp(taken: readonly string[] = []) {
    const registered = new Map<string, () => void>();
    const run: string[] = [];
    const registry = {
      register(keys: string, callback: () => void) {
        if (keys === 'Nonsense') throw new TypeError('no such keys');
        if (taken.includes(keys)) return false;
        registered.set(keys, callback);
        return true;
      },
      unregister: (keys: string) => void registered.delete(keys),
    };
    return { registered, run, keys: createShortcuts(registry, (name) => run.push(name)) };
  }

  it('work until they are taken away', () => {
    const { keys, registered, run } = setUp();
    expect(keys.set('mute', 'Alt+M')).toEqual({ keys: 'Alt+M', status: 'active' });
    registered.get('Alt+M')?.();
    expect(keys.set('mute', 'Alt+N')).toMatchObject({ status: 'active' });
    expect([...registered.keys()]).toEqual(['Alt+N']);
    expect(keys.set('mute', null)).toBeNull();
    expect([registered.size, run]).toEqual([0, ['mute']]);
  });

  it('report who cannot have them', () => {
    const { keys } = setUp(['Alt+T']);
    keys.set('mute', 'Alt+M');
    expect(keys.set('open-window', 'Alt+T')?.status).toBe('taken');
    expect(keys.set('open-window', 'Alt+M')?.status).toBe('taken');
    expect(keys.set('open-window', 'Nonsense')?.status).toBe('invalid');
  });
});

describe('where the window opens', () => {
  const laptop: Area = { x: 0, y: 0, width: 1440, height: 900 };
  const right: Area = { x: 1440, y: 0, width: 2560, height: 1440 };
  const above: Area = { x: 0, y: -1080, width: 1920, height: 1080 };
  const saved = { x: 100, y: 80, width: 1000, height: 700, isMaximized: false };
  const size = { width: 1000, height: 700 };

  it.each<
    readonly [
      string,
      typeof saved | (Omit<typeof saved, 'x'> & { x: null }),
      readonly Area[],
      object,
    ]
  >([
    ['where it was', saved, [laptop], { ...size, x: 100, y: 80 }],
    ['in the middle at first', { ...saved, x: null }, [laptop], size],
    ['on the second screen', { ...saved, x: 1600 }, [laptop, right], { ...size, x: 1600, y: 80 }],
    ['in the middle when that screen is gone', { ...saved, x: 1600 }, [laptop], size],
    ['on the screen above', { ...saved, y: -900 }, [laptop, above], { ...size, x: 100, y: -900 }],
    [
      'pulled back when it hangs over the edge',
      { ...saved, x: 1200 },
      [laptop],
      { ...size, x: 440, y: 80 },
    ],
    ['in the middle when only a sliver is left', { ...saved, x: 1430 }, [laptop], size],
    ['in the middle when its title is out of reach', { ...saved, y: 890 }, [laptop], size],
    [
      'no larger than the screen',
      { ...saved, width: 3000, height: 2000 },
      [laptop],
      { x: 0, y: 0, width: 1440, height: 900 },
    ],
  ])('%s', (_name, place, screens, expected) => {
    expect(openingPlace(place, screens)).toEqual(expected);
  });
});
