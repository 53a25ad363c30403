import type { Recorded, Reply } from '../../support/recorder.ts';

type Given = {
  external_id?: string;
  status?: string;
  comment?: { body: string; public?: boolean; uploads?: string[] };
};

/** As much of a Zendesk account as the connector uses. `filters` false: `external_id` is not understood and all are listed. */
export function account({ filters = true } = {}) {
  const tickets: {
    id: number;
    status: string;
    external_id: string | null;
    requester_id: number;
    assignee_id: number | null;
  }[] = [];
  const comments: {
    id: number;
    author_id: number;
    public: boolean;
    body: string;
    created_at: string;
    uploads: string[];
  }[] = [];
  const replies = new Map<string, { body: string; reply: Reply }>();
  const add = (
    author_id: number,
    { body, public: open = true, uploads = [] }: NonNullable<Given['comment']>,
  ) =>
    comments.push({
      id: comments.length + 1,
      author_id,
      public: open,
      body,
      created_at: '2026-11-23T02:55:23Z',
      uploads,
    });
  const people = [
    { id: 1, name: 'Teams Bot' },
    { id: 2, name: 'Ada Agent' },
  ];

  function create(given: Given): Reply {
    const ticket = {
      id: 35_436 + tickets.length,
      status: 'new',
      external_id: given.external_id ?? null,
      requester_id: 1,
      assignee_id: null,
    };
    tickets.push(ticket);
    if (given.comment) add(1, given.comment);
    return { status: 201, headers: { 'x-idempotency-lookup': 'miss' }, body: { ticket, audit: {} } };
  }

  function answer(request: Recorded): Reply {
    const { method, query, headers, json, body } = request;
    const path = request.path.replace(/\.json$/, '');
    const given = (json as { ticket?: Given } | undefined)?.ticket ?? {};
    if (path === '/api/v2/users/me') return { body: { user: { id: 1, role: 'agent' } } };
    if (path === '/api/v2/uploads')
      return { status: 201, body: { upload: { token: `upload-${query.get('filename')}` } } };
    if (path === '/api/v2/groups') {
      const second = query.get('page[after]') === 'next';
      const groups = second ? [{ id: 8, name: 'IT Support' }] : [{ id: 7, name: 'Others' }];
      return { body: { groups, meta: { has_more: !second, after_cursor: second ? null : 'next' } } };
    }
    if (path === '/api/v2/tickets' && method === 'POST') {
      const own = headers['idempotency-key'];
      if (typeof own !== 'string') return create(given);
      const before = replies.get(own);
      if (before && before.body !== body) return { status: 400, body: { error: 'IdempotentRequestError' } };
      const reply = before?.reply ?? create(given);
      replies.set(own, { body, reply });
      return reply;
    }
    if (path === '/api/v2/tickets') {
      const wanted = query.get('external_id');
      return { body: { tickets: tickets.filter(({ external_id }) => !filters || external_id === wanted) } };
    }
    const ticket = tickets.find(({ id }) => path.startsWith(`/api/v2/tickets/${id}`));
    if (!ticket) return { status: 404, body: { error: 'RecordNotFound' } };
    if (path.endsWith('/comments')) return { body: { comments, users: people, meta: { has_more: false } } };
    if (method === 'PUT') {
      if (given.comment) add(1, given.comment);
      if (given.status) ticket.status = given.status;
    }
    return { body: { ticket, users: people } };
  }
  return { tickets, comments, replies, add, answer };
}
