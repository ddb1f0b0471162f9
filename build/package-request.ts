import type { ElectronKind } from './provision/electron-runtime.ts';

/** What is to be packaged; no targets means those of the configuration. */
export interface PackageRequest {
  readonly platform: 'linux' | 'win' | 'mac';
  readonly targets: readonly string[];
}

/** Reads `--linux dir` and the like; undefined if it is not understood. */
export function readRequest(args: readonly string[]): PackageRequest | undefined {
  const [flag, ...targets] = args;
  const platform = (['linux', 'win', 'mac'] as const).find((name) => flag === `--${name}`);
  if (platform === undefined || targets.some((target) => target.startsWith('-'))) return undefined;
  return { platform, targets };
}

/** Why this Electron is not packaged that way: the registry copy may be looked at, never handed on. */
export function packageRefusal(
  { platform, targets }: PackageRequest,
  kind: ElectronKind,
): string | undefined {
  const isFolder = targets.length === 1 && targets[0] === 'dir';
  if (kind === 'official' || (platform === 'linux' && isFolder)) return undefined;
  return [
    'Nothing was packaged: the official Electron is not here and could not be downloaded.',
    'With the old copy from the npm registry only a folder to look at is made: npm run dist:dir',
  ].join('\n');
}
