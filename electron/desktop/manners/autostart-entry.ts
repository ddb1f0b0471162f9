import type { Autostart } from '../../../shared/preferences.ts';

/** A desktop entry (Desktop Entry Specification 1.5) that starts us at sign-in. */
export function autostartEntry(command: readonly string[], choice: 'on' | 'hidden'): string {
  const words = choice === 'hidden' ? [...command, '--hidden'] : command;
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Porchlight',
    `Exec=${words.map(quoted).join(' ')}`,
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** What an entry does, also one that somebody edited or a desktop switched off. */
export function parseAutostartEntry(entry: string): Autostart {
  const value = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(entry)?.[1]?.trim();
  const isOff = value('Hidden') === 'true' || value('X-GNOME-Autostart-enabled') === 'false';
  if (isOff) return 'off';
  return /(?:^|\s|")--hidden"?(?:\s|$)/.test(value('Exec') ?? '') ? 'hidden' : 'on';
}

/** The specification's quoting: reserved characters behind a backslash, which the file format doubles; `%` is a code. */
function quoted(word: string): string {
  const inner = word.replace(/["`$\\]/g, (character) => `\\\\${character}`).replaceAll('%', '%%');
  return /^[\w@%+=:,./-]+$/.test(word) ? inner : `"${inner}"`;
}
