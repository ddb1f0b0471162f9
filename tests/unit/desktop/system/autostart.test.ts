import { describe, expect, it } from 'vitest';
import {
  autostartEntry,
  parseAutostartEntry,
  startCommand,
} from '../../../../electron/desktop/system/autostart.ts';

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
