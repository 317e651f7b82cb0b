import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    globalSetup: ['test/support/bundle-folder.ts'],
    // Processes rather than threads: some tests drop the rights of root, which a thread cannot.
    pool: 'forks',
    maxWorkers: 2,
    // Written for bundlers: its modules import each other without extensions.
    server: { deps: { inline: ['dt-sql-parser'] } },
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
