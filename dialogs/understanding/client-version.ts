import type { Answer } from '../triage/answers.ts';

const day = 86_400_000;

/**
 * How old an installed OneDrive is, read from its version: `yy.bbb.mmdd.rrrr`, of which the first part is the
 * year and the third the month and day. Where the third is missing, the year alone decides if it can.
 * `now` is in milliseconds since the epoch; without a version in the text the answer is empty.
 */
export function ageOfVersion(text: string, now: number): Answer[] {
  const found = /(?<![\d.])(1[5-9]|[2-3]\d)\.(\d{1,3})(?:\.(\d{1,4}))?(?:\.\d{1,4})?(?![\d.]*\d)/.exec(text);
  if (!found) return [];
  const year = 2000 + Number(found[1]);
  const date = found[3]?.padStart(4, '0') ?? '';
  const [month, date_] = [Number(date.slice(0, 2)), Number(date.slice(2))];
  if (month >= 1 && month <= 12 && date_ >= 1 && date_ <= 31) {
    const built = Date.UTC(year, month - 1, date_);
    // A version from the future is a slip of the fingers.
    if (built > now + 60 * day) return ['recent', 'old'];
    return now - built > 365 * day ? ['old'] : ['recent'];
  }
  const thisYear = new Date(now).getUTCFullYear();
  if (year > thisYear) return ['recent', 'old'];
  return year === thisYear ? ['recent'] : year < thisYear - 1 ? ['old'] : ['old', 'recent'];
}
