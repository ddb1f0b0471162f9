const several = new Intl.ListFormat(undefined, { style: 'long', type: 'conjunction' });

/** `Home`, `Home and Cabin`, `Home, Cabin, and Shed`, as the person's system writes it. */
export const list = (names: readonly string[]): string => several.format(names);
