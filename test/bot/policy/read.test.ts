import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPolicyFile, readPolicyText } from '../../../bot/policy/read.ts';
import { policyJsonSchema } from '../../../bot/policy/schema.ts';
import { defaultPolicy } from '../../../dialogs/triage/policy.ts';

const file = (name: string) => new URL(`../../../bot/policy/${name}`, import.meta.url).pathname;

describe('the policy file', () => {
  it('with every line written out is the default policy', () => {
    expect(readPolicyFile(file('policy.yaml'))).toEqual({ ok: true, policy: defaultPolicy });
  });
  it.each(['mandatory-proxy.yaml', 'small-firm.yaml'])('%s is a valid example', (name) => {
    expect(readPolicyFile(file(name))).toMatchObject({ ok: true });
  });
  it('has the JSON schema that the code checks by', () => {
    const kept: unknown = JSON.parse(readFileSync(file('policy.schema.json'), 'utf8'));
    expect(kept).toEqual(JSON.parse(policyJsonSchema()));
  });
  it.each([
    [
      'a step that does not exist',
      'admin: ask\nsteps:\n  off:\n    - step: format-disk\n      why: because',
      'p.yaml:4: steps.off.0.step:',
    ],
    ['a step that is no fix', 'steps: {off: [{step: backup, why: because}]}', 'p.yaml:1: steps.off.0.step:'],
    ['a value outside its choices', 'legacyTls: no\n\nrejoin: maybe', 'p.yaml:3: rejoin:'],
    ['an unknown key', 'admin: ask\nadmn: never', 'p.yaml:2: policy:'],
    ['broken YAML', 'admin: [ask', 'p.yaml:1:'],
    [
      'a time zone that there is none of',
      'helpDesk:\n  opening:\n    timeZone: Europe/Nowhere\n    week: [{days: [mon], from: "08:00", to: "18:00"}]',
      'p.yaml:3: helpDesk.opening.timeZone:',
    ],
    [
      'hours that end before they begin',
      'helpDesk:\n  opening:\n    timeZone: UTC\n    week:\n      - {days: [mon], from: "18:00", to: "08:00"}',
      'p.yaml:5: helpDesk.opening.week.0:',
    ],
    ['reminders in the wrong order', 'admin: ask\nreminders: {first: 90, last: 30}', 'p.yaml:2: reminders:'],
  ])('is refused with file, line and reason for %s', (_name, text, problem) => {
    const result = readPolicyText(text, 'p.yaml');
    expect(result.ok ? [] : result.problems).toEqual([expect.stringContaining(problem)]);
  });
  it('reads hours that the bot can reckon with, and puts them into words where there are none', () => {
    const result = readPolicyText(
      'helpDesk:\n  opening: {timeZone: Europe/Zurich, closed: [2026-12-25], week: [{days: [mon, tue], from: "08:00", to: "24:00"}]}',
      'p.yaml',
    );
    expect(result).toMatchObject({ ok: true, policy: { helpDesk: { hours: 'Mon–Tue 08:00–24:00' } } });
  });
  it('lists every problem at once', () => {
    const text =
      'admin: perhaps\nrejoin: maybe\nadmn: never\nreminders: {first: 90, last: 30}\nsteps: {off: [{step: backup, why: no}]}';
    const result = readPolicyText(text, 'p.yaml');
    expect(result.ok ? [] : result.problems.map((one) => one.split(': ')[0]).sort()).toEqual([
      'p.yaml:1',
      'p.yaml:2',
      'p.yaml:3',
      'p.yaml:4',
      'p.yaml:5',
      'p.yaml:5',
    ]);
  });
  it('that cannot be read says so', () => {
    expect(readPolicyFile('nowhere.yaml')).toMatchObject({ ok: false });
  });
});
