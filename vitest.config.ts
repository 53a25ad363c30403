import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The longest first: one that begins last would keep one core busy while the other has nothing left. */
const longest = [
  'e2e/playground',
  'tickets/request-tracker.real',
  'desk.real',
  'explore/cli',
  'explore/mutants',
  'crash/',
];
const rank = ({ moduleId }: TestSpecification): number => {
  const place = longest.findIndex((name) => moduleId.includes(name));
  return place < 0 ? longest.length : place;
};

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

/** These start processes and servers of their own, and are killed with all they have where they hang. */
const apart = ['test/{crash,e2e}/**/*.test.ts', 'test/**/*.real.test.ts', 'test/bot/explore/**/*.test.ts'];

export default defineConfig({
  test: {
    // What the product keeps between turns is in its store: most files need not load it anew, which saves a third.
    projects: [
      { extends: true, test: { name: 'apart', include: apart } },
      {
        extends: true,
        test: { name: 'together', include: ['test/**/*.test.ts'], exclude: apart, isolate: false },
      },
    ],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
  },
});
