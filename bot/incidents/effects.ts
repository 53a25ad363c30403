import type { Effect, NewEffect } from '../store/store.ts';

type News = (Effect & { kind: 'incident-news' })['news'];

const group = (incident: string) => `ticket:${incident}`;

/** Something to be done with the incident's ticket; `tag` makes the key of this occasion. */
export const ticketEffect = (
  incident: string,
  what: (Effect & { kind: 'incident-ticket' })['what'],
  text: string,
  tag: string,
  now: number,
): NewEffect => ({
  effect: { kind: 'incident-ticket', incident, what, text },
  key: `incident-ticket:${incident}:${tag}`,
  dueAt: now,
  group: group(incident),
  priority: 1,
});

/** Tells the affected, a portion at a time; `after` is the case that the last portion ended with. */
export const newsEffect = (
  incident: string,
  news: News,
  text: string,
  now: number,
  after = '',
  tag = '',
): NewEffect => ({
  effect: { kind: 'incident-news', incident, news, text, after, tag },
  key: `incident-news:${incident}:${news}:${tag}:${after}`,
  dueAt: now,
  group: `incident-news:${incident}`,
  priority: 0,
});

/** Brings the incident's card in the IT channel up to date; growing ones wait a little for the next. */
export const cardEffect = (incident: string, tag: string, dueAt: number): NewEffect => ({
  effect: { kind: 'incident-card', incident },
  key: `incident-card:${incident}:${tag}`,
  coalesce: `incident-card:${incident}`,
  dueAt,
  group: `incident-card:${incident}`,
  priority: 2,
});
