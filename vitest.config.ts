import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], testTimeout: 20_000 },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts', 'tests/blink-cloud/**/*.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        test: { name: 'faults', include: ['tests/faults/**/*.test.ts'], testTimeout: 240_000 },
      },
    ],
  },
});
