import { describe, expect, it } from 'vitest';
import {
  candidateOf,
  missingByDpkg,
  missingByProof,
  planInstall,
  type InstallPlan,
  type Machine,
} from '../../build/provision/install-plan.ts';
import { packagesOf, type SystemPackage } from '../../build/provision/package-groups.ts';

const somebody: Machine = {
  platform: 'linux',
  hasApt: true,
  isRoot: false,
  isCi: false,
  isTty: false,
};
const gtk: SystemPackage = {
  names: ['libgtk-3-0', 'libgtk-3-0t64'],
  proof: { library: 'libgtk-3.so.0' },
};
const xvfb: SystemPackage = { names: ['xvfb'], proof: { command: 'Xvfb' } };

describe('what is done about missing packages', () => {
  const unasked = { kind: 'install', ask: false } as const;
  const table: readonly (readonly [string, Partial<Machine>, InstallPlan])[] = [
    ['root installs unasked', { isRoot: true }, { ...unasked, sudo: 'no' }],
    ['CI installs unasked without a password', { isCi: true }, { ...unasked, sudo: 'silent' }],
    ['root in CI needs no sudo', { isRoot: true, isCi: true }, { ...unasked, sudo: 'no' }],
    [
      'a person at a terminal is asked',
      { isTty: true },
      { kind: 'install', ask: true, sudo: 'asking' },
    ],
    ['macOS needs nothing', { platform: 'darwin', hasApt: false }, { kind: 'nothing' }],
    ['Windows needs nothing', { platform: 'win32', hasApt: false }, { kind: 'nothing' }],
  ];

  it.each(table)('%s', (_name, machine, plan) => {
    expect(planInstall({ ...somebody, ...machine }, ['xvfb'])).toEqual(plan);
  });

  it('is nothing when nothing is missing', () => {
    expect(planInstall({ ...somebody, isRoot: true }, [])).toEqual({ kind: 'nothing' });
  });

  it('is the exact command where nobody can be asked', () => {
    const plan = planInstall(somebody, ['xvfb', 'xauth']);
    expect(plan.kind === 'refuse' && plan.message).toContain(
      'sudo apt-get install --no-install-recommends xvfb xauth',
    );
  });

  it('is a list of names on a Linux that is not like Debian, even for root', () => {
    const plan = planInstall({ ...somebody, hasApt: false, isRoot: true }, ['xvfb', 'xauth']);
    expect(plan.kind === 'refuse' && plan.message).toContain('  xvfb xauth\n');
  });
});

describe('what is missing', () => {
  it('is found by dpkg under any name a release has for it', () => {
    expect(missingByDpkg([gtk, xvfb], 'libgtk-3-0t64 installed\n')).toEqual([xvfb]);
  });

  it('includes what was removed and left its settings behind', () => {
    expect(missingByDpkg([xvfb], 'xvfb config-files\n')).toEqual([xvfb]);
  });

  it('is found without dpkg by its library or command', () => {
    const libraries = '\tlibgtk-3.so.0 (libc6,x86-64) => /usr/lib/libgtk-3.so.0\n';
    expect(missingByProof([gtk, xvfb], libraries, () => false)).toEqual([xvfb]);
    expect(missingByProof([gtk, xvfb], '', (name) => name === 'Xvfb')).toEqual([gtk]);
  });
});

describe('the name a release has for a package', () => {
  const policy = [
    'libgtk-3-0:',
    '  Installed: (none)',
    '  Candidate: (none)',
    'libgtk-3-0t64:',
    '  Installed: (none)',
    '  Candidate: 3.24.41-4ubuntu1',
    '',
  ].join('\n');

  it('is the one that can be installed, not the virtual one', () => {
    expect(candidateOf(gtk, policy)).toBe('libgtk-3-0t64');
  });

  it('is unknown while the lists do not have it', () => {
    expect(candidateOf(xvfb, policy)).toBeUndefined();
  });
});

it('asks for the packages of every group named, in order', () => {
  const names = packagesOf(['headless', 'pictures']).map((each) => each.names[0]);
  expect(names[0]).toBe('xvfb');
  expect(names).toContain('dunst');
  expect(names).not.toContain('libnss3');
});
