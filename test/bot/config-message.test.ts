import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Env } from '../../bot/config.ts';
import { configMessage, isLoopback, readConfig, variables } from '../../bot/config.ts';

const problemsOf = (env: Env) => {
  const result = readConfig(env);
  return result.ok ? [] : result.problems;
};
const configOf = (env: Env) => {
  const result = readConfig(env);
  if (!result.ok) throw new Error(configMessage(result.problems));
  return result.config;
};

describe('the message', () => {
  it('lists every problem at once, each with its variable and what is expected', () => {
    const result = readConfig({ PORT: 'x', HOST: '0.0.0.0', TICKET_SYSTEM: 'rt', API_AUDIENCE: 'a' });
    expect(result.ok ? '' : configMessage(result.problems)).toMatchInlineSnapshot(`
      "The bot cannot start: there are 5 problems with its settings.
        - PORT is wrong: expected a whole number from 0 to 65535
        - HOST is wrong: expected 127.0.0.1 or localhost as long as there is no MicrosoftAppId
        - TICKET_URL is missing: expected an https:// address (http:// only for this machine), for email smtp:// or smtps:// for TICKET_SYSTEM=rt
        - TICKET_TOKEN is missing: expected TICKET_TOKEN, or TICKET_USER with TICKET_PASSWORD, for TICKET_SYSTEM=rt
        - API_ISSUER is missing: expected together with API_AUDIENCE"
    `);
  });

  it('never holds a value of any variable, however wrong the others are', () => {
    const value = fc.stringMatching(/^[A-Za-z0-9:/@. ]{6,30}$/).map((text) => `zQ${text}`);
    const env = fc.dictionary(fc.constantFrom(...variables.map(({ name }) => name)), value, { minKeys: 1 });
    fc.assert(
      fc.property(env, (values) => {
        const message = configMessage(problemsOf(values));
        for (const secret of Object.values(values)) expect(message).not.toContain(secret.trim());
      }),
    );
  });

  it('never appears for an environment of any other variables', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string().map((name) => `X${name}`),
          fc.string(),
        ),
        (env) => readConfig(env).ok,
      ),
    );
  });
});

describe('the table of variables', () => {
  it('has no name twice, and a purpose for each', () => {
    expect(new Set(variables.map(({ name }) => name)).size).toBe(variables.length);
    expect(variables.filter(({ what }) => what.length < 10)).toEqual([]);
  });

  it('has defaults that are right', () => {
    const defaults = variables.flatMap(({ name, default: value }) => (value === null ? [] : [[name, value]]));
    expect(configOf(Object.fromEntries(defaults))).toEqual(configOf({}));
  });
});

describe('this machine', () => {
  it.each(['localhost', '127.0.0.1', '127.9.9.9', '::1', '[::1]', '::ffff:127.0.0.1'])('is %s', (host) => {
    expect(isLoopback(host)).toBe(true);
  });
  it.each(['', '0.0.0.0', '::', '127.0.0.1.example.com', 'localhost.example.com', '10.0.0.1', '1127.0.0.1'])(
    'is not "%s"',
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );
});
