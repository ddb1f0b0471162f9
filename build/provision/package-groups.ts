/** One thing the project needs from the system. */
export interface SystemPackage {
  /** Debian's name first, then the names other releases have for the same thing. */
  readonly names: readonly [string, ...string[]];
  /** How to see it on a Linux without dpkg: a shared library or a command. */
  readonly proof: { readonly library: string } | { readonly command: string };
}

const library = (soname: string, ...names: [string, ...string[]]): SystemPackage => ({
  names,
  proof: { library: soname },
});
const command = (name: string, ...names: [string, ...string[]]): SystemPackage => ({
  names,
  proof: { command: name },
});

/** What to install for what: `runtime` runs the app, `headless` runs it without a screen, `pictures` shows and photographs a desktop. */
export const packageGroups = {
  runtime: [
    library('libgtk-3.so.0', 'libgtk-3-0', 'libgtk-3-0t64'),
    library('libnss3.so', 'libnss3'),
    library('libasound.so.2', 'libasound2', 'libasound2t64'),
    library('libgbm.so.1', 'libgbm1'),
    library('libXss.so.1', 'libxss1'),
    library('libXtst.so.6', 'libxtst6'),
    library('libatspi.so.0', 'libatspi2.0-0', 'libatspi2.0-0t64'),
    library('libdrm.so.2', 'libdrm2'),
    library('libnotify.so.4', 'libnotify4'),
    library('libsecret-1.so.0', 'libsecret-1-0'),
  ],
  headless: [
    command('Xvfb', 'xvfb'),
    command('xauth', 'xauth'),
    command('dbus-run-session', 'dbus-daemon', 'dbus'),
    command('gnome-keyring-daemon', 'gnome-keyring'),
    command('secret-tool', 'libsecret-tools'),
  ],
  pictures: [
    command('xfce4-panel', 'xfce4-panel'),
    command('dunst', 'dunst'),
    command('import', 'imagemagick'),
    command('xdotool', 'xdotool'),
    command('xprop', 'x11-utils'),
    command('fc-list', 'fonts-dejavu-core'),
  ],
} as const satisfies Record<string, readonly SystemPackage[]>;

/** The name of a group of system packages. */
export type PackageGroup = keyof typeof packageGroups;

/** Every package of the groups, in their order. */
export function packagesOf(groups: readonly PackageGroup[]): readonly SystemPackage[] {
  return groups.flatMap((group): readonly SystemPackage[] => packageGroups[group]);
}
