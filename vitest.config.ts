import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { electronPool } from './tests/integration/inside-electron/electron-pool.ts';

const insideElectron = 'tests/integration/inside-electron';

/** A module that is mocked must not have been loaded by another file. */
const unitTestsWithMocks = readdirSync('tests/unit', { recursive: true, encoding: 'utf8' })
  .map((name) => `tests/unit/${name.replaceAll('\\', '/')}`)
  .filter((file) => file.endsWith('.test.ts') && readFileSync(file, 'utf8').includes('vi.mock('));

export default defineConfig({
  test: {
    // One for each processor; it would leave one of them idle, which is half of a machine with two.
    maxWorkers: '100%',
    projects: [
      {
        // Loading the product anew for each file would take as long as the tests themselves.
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts'],
          exclude: unitTestsWithMocks,
          isolate: false,
          testTimeout: 20_000,
        },
      },
      {
        test: { name: 'mocked', include: unitTestsWithMocks, testTimeout: 20_000 },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts', 'tests/blink-cloud/**/*.test.ts'],
          exclude: [`${insideElectron}/**`],
          isolate: false,
          testTimeout: 20_000,
        },
      },
      {
        // The tests of HTTP once more, over the network stack the application uses.
        resolve: {
          alias: { electron: `${import.meta.dirname}/${insideElectron}/electron-module.ts` },
        },
        test: {
          name: 'electron',
          include: [
            'tests/integration/blink/*.test.ts',
            'tests/integration/archive-resume.test.ts',
            `${insideElectron}/*.test.ts`,
          ],
          setupFiles: [`${insideElectron}/setup.ts`],
          pool: electronPool,
          maxWorkers: 1,
          testTimeout: 20_000,
        },
      },
      {
        test: { name: 'faults', include: ['tests/faults/**/*.test.ts'], testTimeout: 240_000 },
      },
    ],
  },
});
