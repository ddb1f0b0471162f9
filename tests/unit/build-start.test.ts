import { describe, expect, it } from 'vitest';
import { packageRefusal, readRequest } from '../../build/package-request.ts';
import { sandboxSwitches, startRefusal } from '../../build/start-checks.ts';

describe('npm start', () => {
  it.each([
    undefined,
    '',
    'https://127.0.0.1:4100',
    'http://blink.example',
    'http://127.0.0.1.example',
    'nonsense',
  ])('refuses the registry copy with PORCHLIGHT_CLOUD=%s', (cloud) => {
    expect(startRefusal('registry-copy', cloud)).toContain('never for a real account');
  });

  it.each(['http://127.0.0.1:4100', 'http://localhost:4100'])(
    'runs the registry copy against a simulator at %s',
    (cloud) => {
      expect(startRefusal('registry-copy', cloud)).toBeUndefined();
    },
  );

  it.each([undefined, 'http://127.0.0.1:4100'])('runs the official Electron with %s', (cloud) => {
    expect(startRefusal('official', cloud)).toBeUndefined();
  });

  it('gives up the sandbox as root only', () => {
    expect(sandboxSwitches(true)).toEqual(['--no-sandbox']);
    expect(sandboxSwitches(false)).toEqual([]);
  });
});

describe('packaging', () => {
  it('reads the platform and its targets', () => {
    expect(readRequest(['--linux', 'dir'])).toEqual({ platform: 'linux', targets: ['dir'] });
    expect(readRequest(['--mac'])).toEqual({ platform: 'mac', targets: [] });
  });

  it.each([[[]], [['dir']], [['--bsd']], [['--linux', '--publish']]])(
    'does not guess what %j means',
    (args: readonly string[]) => {
      expect(readRequest(args)).toBeUndefined();
    },
  );

  it('makes nothing that could be handed on from the registry copy', () => {
    const folder = { platform: 'linux', targets: ['dir'] } as const;
    expect(packageRefusal(folder, 'registry-copy')).toBeUndefined();
    expect(packageRefusal({ ...folder, targets: [] }, 'registry-copy')).toContain('dist:dir');
    expect(packageRefusal({ ...folder, targets: ['deb'] }, 'registry-copy')).toContain('dist:dir');
    expect(packageRefusal({ platform: 'mac', targets: ['dir'] }, 'registry-copy')).toBeDefined();
    expect(packageRefusal({ platform: 'mac', targets: [] }, 'official')).toBeUndefined();
  });
});
