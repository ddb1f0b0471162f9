import type { AfterPackContext, Configuration } from 'electron-builder';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronRuntime } from './provision/electron-runtime.ts';
import { stampName } from './provision/registry-copy.ts';

type Fuses = NonNullable<Configuration['electronFuses']>;

/** Every fuse electron-builder knows is decided here: one that is added to its type does not compile until it is named. */
const fuses: Required<Fuses> = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
  resetAdHocDarwinSignature: false,
};

// JavaScript is bundled into dist/, so only what is native is taken from node_modules, for one platform each.
const files = [
  'dist/**',
  '!dist/**/*.map',
  '!node_modules/node-addon-api/**',
  '!node_modules/keytar/{build,script,src,binding.gyp}',
  '!node_modules/keytar/prebuilds/!(${platform}-${arch})/**',
  '!node_modules/@libsql/*-musl*/**',
  '!node_modules/**/*.{md,ts,map}',
];

/** How the application is packaged. The registry copy of Electron is taken from its folder, the official one as electron-builder does it. */
export function builderConfig({ dist, kind, version }: ElectronRuntime): Configuration {
  const ownRuntime: Configuration =
    kind === 'registry-copy' ? { electronDist: dist, electronVersion: version } : {};
  return {
    ...ownRuntime,
    appId: 'app.porchlight.tray',
    productName: 'Porchlight',
    // Into the desktop entry of Linux and the plist of macOS; on Windows the application registers itself.
    protocols: { name: 'Porchlight', schemes: ['porchlight'] },
    copyright: 'The Porchlight authors, MIT license',
    directories: { output: 'release', buildResources: 'build' },
    files,
    asar: true,
    asarUnpack: ['**/*.node'],
    npmRebuild: false,
    electronLanguages: ['en-US'],
    electronFuses: fuses,
    publish: null,
    afterPack: removeDefaultApp,
    ...platforms,
  };
}

const platforms: Configuration = {
  linux: {
    executableName: 'porchlight',
    target: ['AppImage', 'deb'],
    icon: 'build/icons/app',
    category: 'Utility',
    synopsis: 'Blink cameras in the tray',
    maintainer: 'The Porchlight authors <porchlight@porchlight.invalid>',
    syncDesktopName: true,
    desktop: {
      entry: {
        Name: 'Porchlight',
        GenericName: 'Security cameras',
        Keywords: 'camera;security;Blink;alarm;',
        StartupNotify: 'false',
      },
    },
  },
  win: { target: ['nsis'], icon: 'build/icons/app/512.png' },
  nsis: { oneClick: false, perMachine: false },
  mac: {
    target: ['dmg'],
    icon: 'build/icons/app/512.png',
    category: 'public.app-category.utilities',
    extendInfo: { LSUIElement: true },
  },
};

/** What makes a runtime start other people's apps has no place in ours. */
async function removeDefaultApp({ appOutDir, packager }: AfterPackContext): Promise<void> {
  const resources = packager.getResourcesDir(appOutDir);
  for (const path of [join(resources, 'default_app.asar'), join(appOutDir, stampName)]) {
    await rm(path, { force: true });
  }
}
