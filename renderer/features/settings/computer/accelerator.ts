/** What of a key press names a global combination. */
export interface Pressed {
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

/**
 * A key press in Electron's writing (`Control+Shift+A`); null while only modifiers are down, `plain` for keys that
 * somebody may want to type.
 */
export function acceleratorOf(pressed: Pressed): { readonly keys: string } | 'plain' | null {
  const key = keyOf(pressed.code);
  if (key === null) return null;
  const { ctrlKey, altKey, metaKey } = pressed;
  const isFunctionKey = /^F\d+$/.test(key);
  if (!ctrlKey && !altKey && !metaKey && !isFunctionKey) return 'plain';
  const modifiers = [
    ctrlKey ? 'Control' : '',
    altKey ? 'Alt' : '',
    pressed.shiftKey ? 'Shift' : '',
    metaKey ? 'Super' : '',
  ].filter((name) => name !== '');
  return { keys: [...modifiers, key].join('+') };
}

/** By the key's place, so that a layout does not change what was pressed. */
function keyOf(code: string): string | null {
  const [, letter] = /^(?:Key|Digit)([A-Z0-9])$/.exec(code) ?? [];
  if (letter !== undefined) return letter;
  if (/^F([1-9]|1\d|2[0-4])$/.test(code)) return code;
  return named[code] ?? null;
}

const named: Readonly<Record<string, string>> = {
  Space: 'Space',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  Insert: 'Insert',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
};
