import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { factNames } from '../../../../dialogs/triage/facts.ts';
import {
  type Evidence,
  findingKeys,
  mask,
  maskedPaste,
  readEvidence,
  signals,
  stripSecrets,
} from '../../../../dialogs/understanding/evidence/index.ts';
import { fixture, strings, ways } from './samples.ts';

// Thousands of pastes take longer than one test's usual time where other tests run beside them.
vi.setConfig({ testTimeout: 60_000 });

/** Pieces of all the outputs, to come close to them in every order. */
const pieces = strings('pieces');
const noise = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.lorem({ maxCount: 6 }),
);
const console_ = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...pieces) }, { weight: 1, arbitrary: noise }), {
    maxLength: 40,
  })
  .map((parts) => parts.join(''));
const anything = fc.oneof(
  fc.string({ maxLength: 3000 }),
  fc.string({ unit: 'binary', maxLength: 3000 }),
  console_,
);
const way = fc.constantFrom(...ways.map(([, paste]) => paste));
const files = ['hybrid', 'disabled', 'registered', 'no-network', 'wrong-password'].map((name) =>
  fixture(`dsregcmd-${name}`),
);

function isSound(evidence: Evidence | null): void {
  if (evidence === null) return;
  expect(evidence.kinds.length).toBeGreaterThan(0);
  expect(evidence.findings.length).toBeGreaterThan(0);
  for (const finding of evidence.findings) {
    expect(finding.line.trim()).not.toBe('');
    expect(finding.line).not.toContain('\n');
    expect(finding.line.length).toBeLessThanOrEqual(240);
    expect(findingKeys).toContain(finding.key);
  }
  for (const [name, value] of Object.entries(evidence.facts)) {
    expect(factNames).toContain(name);
    const lines = evidence.findings.filter((one) => one.fact === name);
    expect(lines.length, name).toBeGreaterThan(0);
    for (const word of name === 'vpnOrProxyOrFilter' ? value.split(' ') : [value]) {
      expect(lines.map((one) => one.value)).toContain(word);
    }
  }
  for (const signal of evidence.signals) expect(signals).toContain(signal);
}

describe('whatever is pasted', () => {
  test('nothing throws, and every fact has the line it was read from', () => {
    fc.assert(
      fc.property(anything, way, (text, paste) => isSound(readEvidence(paste(text)))),
      { numRuns: 1500 },
    );
  });

  test('a real output cut anywhere is read in part and never contradicts the whole', () => {
    fc.assert(
      fc.property(fc.constantFrom(...files), fc.nat({ max: 6000 }), way, (text, length, paste) => {
        const whole = readEvidence(paste(text));
        const cut = readEvidence(paste(text.slice(0, length)));
        isSound(cut);
        if (cut?.facts.joinType) expect(cut.facts.joinType).toBe(whole?.facts.joinType);
        if (cut?.facts.deviceAuth === 'disabled') expect(whole?.facts.deviceAuth).toBe('disabled');
      }),
      { numRuns: 400 },
    );
  });

  test('no id, mail or network address comes back', () => {
    const mail = fc
      .tuple(fc.stringMatching(/^[a-z][a-z0-9.]{0,12}[a-z0-9]$/), fc.domain())
      .map(([name, host]) => `${name}@${host}`);
    const secret = fc.oneof(
      fc.uuid(),
      fc.uuid().map((id) => id.toUpperCase()),
      fc.ipV4(),
      fc.ipV6().filter((ip) => ip !== '::'),
      mail,
      fc.emailAddress(),
    );
    const around = fc
      .array(fc.oneof(fc.constantFrom(...pieces), noise), { maxLength: 12 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        around,
        secret,
        around,
        fc.constantFrom(' ', '\n', ': ', '"', '(', '[', '<', '=', '/'),
        way,
        (before, word, after, gap, paste) => {
          const text = `${before}${gap}${word}${gap}${after}`;
          fc.pre(text.split(word).length === 2);
          expect(mask(text)).not.toContain(word);
          const evidence = readEvidence(paste(text));
          isSound(evidence);
          for (const finding of evidence?.findings ?? []) expect(JSON.stringify(finding)).not.toContain(word);
        },
      ),
      { numRuns: 1500 },
    );
  });

  test('what is stored of a paste holds none of them either, as text or as HTML', () => {
    const word = fc.oneof(
      fc.uuid(),
      fc.ipV4(),
      fc.emailAddress(),
      fc.nat().map((n) => `S-1-5-21-${n}-${n}-${n}-1001`),
    );
    const field = fc.constantFrom('DeviceId : ', 'User Identity : ', 'Address: ', 'at ', 'HKEY_USERS\\');
    fc.assert(
      fc.property(fc.constantFrom(...files), field, word, way, (text, label, id, paste) => {
        expect(maskedPaste(paste(`${text}\n${label}${id}\n`))).not.toContain(id);
      }),
      { numRuns: 300 },
    );
  });

  test('error codes survive masking', () => {
    const hex = fc.nat({ max: 0xffffff }).map((n) => `0x80${n.toString(16).padStart(6, '0')}`);
    const code = fc.oneof(
      hex,
      fc.integer({ min: 16000, max: 900000 }).map((n) => `AADSTS${n}`),
    );
    fc.assert(
      fc.property(noise, code, noise, (before, word, after) => {
        const text = `${before} error ${word} ${after}`;
        fc.pre(!/pass|pin|token|secret|pwd|[@\\/?&#]/i.test(text));
        expect(mask(text)).toContain(word);
      }),
      { numRuns: 500 },
    );
  });
});

describe('time', () => {
  const kilo64 = 64 * 1024;
  const fill = (piece: string) => piece.repeat(Math.ceil(kilo64 / piece.length)).slice(0, kilo64);
  const head = 'AzureAdJoined : YES curl ping winhttp HKLM\\ REG_ nslookup ** ';
  const repeated = [...pieces, ...strings('repeated')];

  /** What one run costs this thread: other work on the machine does not count. */
  function cost(run: () => void): number {
    const before = process.threadCpuUsage();
    run();
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1000;
  }

  /** The cheapest of a few runs, so that neither compiling nor collecting garbage is measured. */
  function milliseconds(text: string, read: (text: string) => unknown = readEvidence): number {
    let best = Number.POSITIVE_INFINITY;
    for (let run = 0; run < 5 && best > 20; run++)
      best = Math.min(
        best,
        cost(() => read(text)),
      );
    return best;
  }

  test.each(repeated)('64 KB of %j takes at most 50 ms', (piece) => {
    expect(milliseconds(head + fill(piece))).toBeLessThan(50);
    expect(milliseconds(fill(piece))).toBeLessThan(50);
  });

  test('pairs of pieces, repeated, take at most 50 ms', () => {
    fc.assert(
      fc.property(fc.constantFrom(...repeated), fc.constantFrom(...repeated), (one, other) => {
        expect(milliseconds(head + fill(one + other))).toBeLessThan(50);
      }),
      { numRuns: 120 },
    );
  });

  test('a megabyte takes no longer: only the beginning is looked at', () => {
    for (const text of files) {
      expect(milliseconds(text.repeat(300))).toBeLessThan(50);
      expect(milliseconds(text.repeat(300), maskedPaste)).toBeLessThan(50);
    }
  });

  test('stripping secrets out of a long comment is quick as well', () => {
    for (const piece of repeated) expect(milliseconds(fill(piece), stripSecrets), piece).toBeLessThan(50);
  });
});
