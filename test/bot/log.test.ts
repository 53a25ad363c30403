import { describe, expect, it } from 'vitest';
import { apology, codeOf, newReference } from '../../bot/errors.ts';
import { logReady } from '../../bot/log.ts';
import { recordedLog } from '../support/http.ts';

describe('the log', () => {
  it('writes one JSON object a line, with level and time in words', () => {
    const { log, lines } = recordedLog();
    log.info({ case: 'c1' }, 'moved');
    expect(lines()).toEqual([
      { level: 'info', time: expect.stringMatching(/^\d{4}-.*Z$/), case: 'c1', msg: 'moved' },
    ]);
  });

  it('drops secrets, names and texts that a caller hands over by mistake', () => {
    const { log, text } = recordedLog();
    const secret = 'hunter2';
    log.info(
      { authorization: secret, password: secret, text: secret, req: { headers: secret, token: secret } },
      'x',
    );
    log.info(
      {
        activity: { text: secret, from: { name: secret } },
        user: { name: secret },
        config: { password: secret },
      },
      'y',
    );
    expect(text()).not.toContain(secret);
  });

  it('writes of an error its class, code and frames, and not what its message quotes', () => {
    const { log, text, lines } = recordedLog();
    try {
      JSON.parse('my password is hunter2');
    } catch (error) {
      log.error({ err: error }, 'failed');
    }
    expect(text()).not.toContain('password is');
    expect(lines()[0]).toMatchObject({
      err: { type: 'SyntaxError', code: 'SyntaxError', stack: expect.stringContaining('at ') },
    });
  });

  it('writes the message of an error with a code, and of its cause by the same rule', () => {
    const { log, lines } = recordedLog();
    const cause = new Error('quotes a user');
    log.error(
      { err: Object.assign(new Error('no such table', { cause }), { code: 'ERR_SQLITE_ERROR' }) },
      'failed',
    );
    expect(lines()[0]).toMatchObject({ err: { message: 'no such table', cause: { type: 'Error' } } });
    expect(JSON.stringify(lines())).not.toContain('quotes a user');
  });

  it('writes every message at level debug', () => {
    const { log, text } = recordedLog('debug');
    log.error({ err: new Error('quotes a user') }, 'failed');
    expect(text()).toContain('quotes a user');
  });

  it('bears something thrown that is no error', () => {
    const { log, lines } = recordedLog();
    log.error({ err: 'hunter2' }, 'failed');
    expect(lines()[0]).toMatchObject({ err: { type: 'string', code: 'unknown' } });
  });

  it.each(['info', 'warn', 'silent'] as const)('has the ready line at level %s', (level) => {
    const { log, lines } = recordedLog(level);
    logReady(log, 'http://127.0.0.1:3978');
    expect(lines()).toEqual([expect.objectContaining({ msg: 'ready', url: 'http://127.0.0.1:3978' })]);
  });
});

describe('an error', () => {
  it('is named by its code, or else by its class', () => {
    expect(codeOf(Object.assign(new Error('x'), { code: 'store_conflict' }))).toBe('store_conflict');
    expect(codeOf(Object.assign(new Error('x'), { code: 'what a user wrote' }))).toBe('Error');
    expect(codeOf(new TypeError('x'))).toBe('TypeError');
    expect(codeOf('x')).toBe('unknown');
  });

  it('has a reference without letters that are taken for others', () => {
    const references = Array.from({ length: 50 }, () => newReference());
    expect(new Set(references).size).toBe(50);
    expect(
      references.every((reference) =>
        /^R-[2-9B-DF-HJ-NP-TV-XZ]{4}-[2-9B-DF-HJ-NP-TV-XZ]{4}$/.test(reference),
      ),
    ).toBe(true);
    expect(newReference(() => 0)).toBe('R-2222-2222');
  });

  it('is apologised for with its reference', () => {
    expect(apology('R-7KX3-QM2P')).toMatch(/^Sorry, .* R-7KX3-QM2P$/);
  });
});
