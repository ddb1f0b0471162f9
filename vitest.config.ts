import { defineConfig } from 'vitest/config';
import { electronPool } from './tests/integration/inside-electron/electron-pool.ts';

const insideElectron = 'tests/integration/inside-electron';

export default defineConfig({
  test: {
    // One for each processor; it would leave one of them idle, which is half of a machine with two.
    maxWorkers: '100%',
    projects: [
      {
        test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], testTimeout: 20_000 },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts', 'tests/blink-cloud/**/*.test.ts'],
          exclude: [`${insideElectron}/**`],
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
