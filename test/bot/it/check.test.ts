import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../../bot/config.ts';
import { channelProblems } from '../../../bot/it/check.ts';
import { FakeConnector } from '../../support/teams.ts';
import { userOf } from '../store/build.ts';

let connector: FakeConnector;
beforeAll(async () => {
  connector = await new FakeConnector().start();
});
afterAll(() => connector.stop());

const problems = async (env: Record<string, string>, known = true) => {
  const read = readConfig({ IT_CHANNEL: '19:it@thread.tacv2', ...env });
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const someUser = async () => (known ? userOf('ann', { serviceUrl: connector.url }) : undefined);
  return channelProblems(read.config, { someUser });
};

describe('the check of the IT channel', () => {
  it('has nothing to say where the channel answers, or where there is none', async () => {
    connector.rosterStatus = null;
    expect(await problems({})).toEqual([]);
    expect(await problems({ IT_CHANNEL: '' }, false)).toEqual([]);
  });
  it.each([
    [403, 'the app is not in the team'],
    [404, 'there is no such channel'],
    [503, 'did not answer'],
  ])('names the variable and the way out for %i', async (status, words) => {
    connector.rosterStatus = status;
    const [problem, ...more] = await problems({});
    expect(problem).toMatch(/^IT_CHANNEL/);
    expect(problem).toContain(words);
    expect(more).toEqual([]);
  });
  it('says so where it can not know yet', async () => {
    expect(await problems({}, false)).toEqual([expect.stringContaining('nobody has written')]);
  });
});
