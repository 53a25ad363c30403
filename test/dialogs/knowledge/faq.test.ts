import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { faqIds, isFaqId } from '../../../dialogs/knowledge/faq.ts';
import { stepIds } from '../../../dialogs/triage/answers.ts';
import { understand } from '../../../dialogs/understanding/understand.ts';
import { situationAt } from '../understanding/situations.ts';
import wordings from './faq-wordings.json' with { type: 'json' };

const texts: Record<string, { question: string; answer: string }> = JSON.parse(
  readFileSync(new URL('../../../cards/locales/en/faq.json', import.meta.url), 'utf8'),
);

test('every question has an answer, and no answer lacks its question', () => {
  expect(Object.keys(texts)).toEqual([...faqIds]);
  expect(isFaqId('malware')).toBe(true);
  expect(isFaqId('toString')).toBe(false);
});

test.each(faqIds)('the answer to %s is short', (id) => {
  expect(texts[id]?.answer.length).toBeLessThan(320);
  expect(texts[id]?.question).toMatch(/\?$/);
});

test.each(faqIds)('the question %s, typed as it stands, is understood inside and outside a case', (id) => {
  const text = texts[id]?.question ?? '';
  const offered = ['fixed', 'not-fixed', 'why', 'human'] as const;
  expect(understand(text, { step: 'restart', offered, labels: {} })).toMatchObject({ kind: 'faq', id });
  expect(understand(text, { step: null, offered: [], labels: {} })).toMatchObject({ kind: 'faq', id });
});

test.each(faqIds)('%s is that question in many wordings, at every step, and never an answer', (id) => {
  for (const text of wordings[id])
    for (const step of [null, ...stepIds])
      expect(understand(text, situationAt(step)), `${step}: ${text}`).toMatchObject({ kind: 'faq', id });
});
